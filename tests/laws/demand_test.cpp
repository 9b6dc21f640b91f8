// Surges and notices in a whole centre: each mechanism moves what it should, caller by caller, and leaves alone whom it
// does not concern.
#include <algorithm>
#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "policies/contract/expected_wait.hpp"
#include "sim/people/caller_key.hpp"
#include "tests/laws/library.hpp"
#include "tests/laws/watched_run.hpp"

namespace twinline::laws {
namespace {

const std::string mailing_day = "mailing_day.yaml";

using FirstCalls = std::map<CallKey, Time>;

FirstCalls first_calls(const sim::Model& model, sim::ReplicationSeed seed = {4, 0}) {
  FirstCalls calls;
  run_watched(model, seed, [&](const Occurrence& occurrence, const Outcome&, const View&) {
    const auto* arrived = std::get_if<CallArrived>(&occurrence.fact);
    if (arrived && arrived->attempt == 0) calls.emplace(arrived->key, occurrence.at);
  });
  return calls;
}

/// Nothing but the text message of Tuesday keeps anybody away, and that as the test says.
scenarios::Overlays with_text_message(const char* reach, const char* stay_away, const char* call_later) {
  return {{"notices.wait_on_page.reach", "0 %"},
          {"notices.text_message.reach", reach},
          {"notices.text_message.stay_away", stay_away},
          {"notices.text_message.call_later", std::string{"{delay: 30 min, share: "} + call_later + "}"}};
}

const CallTypeIndex bill{0};

bool is_on_tuesday(Time at) { return at >= world_start + 24h + 7h + 30min && at < world_start + 24h + 17h + 30min; }

}  // namespace

TEST_CASE("a notice keeps its share away, the others call as they would have") {
  const FirstCalls silent = first_calls(*library_model(mailing_day, with_text_message("0 %", "30 %", "0 %")));
  const FirstCalls told = first_calls(*library_model(mailing_day, with_text_message("60 %", "30 %", "0 %")));
  std::size_t concerned = 0, missing = 0;
  for (const auto& [key, at] : silent) {
    const bool is_concerned =
        key >> (sim::day_bits + sim::ordinal_bits + sim::attempt_bits) == bill.value && is_on_tuesday(at);
    concerned += is_concerned;
    missing += !told.contains(key);
    if (told.contains(key)) CHECK(told.at(key) == at);
    if (!is_concerned) CHECK(told.contains(key));
  }
  CHECK(told.size() + missing == silent.size());
  CHECK(concerned > 800);
  CHECK(static_cast<double>(missing) / static_cast<double>(concerned) == Approx(0.18).epsilon(0.2));
}

TEST_CASE("a notice that shifts calls loses nobody while the centre is open") {
  const FirstCalls silent = first_calls(*library_model(mailing_day, with_text_message("0 %", "30 %", "0 %")));
  const FirstCalls told = first_calls(*library_model(mailing_day, with_text_message("50 %", "0 %", "60 %")));
  std::size_t later = 0;
  for (const auto& [key, at] : silent) {
    const auto found = told.find(key);
    if (found == told.end()) {
      CHECK(at >= world_start + 24h + 17h);  // half an hour later the centre is closed
    } else if (found->second != at) {
      CHECK(found->second == at + 30min);
      ++later;
    }
  }
  CHECK(later > 150);
}

TEST_CASE("a notice of the wait keeps callers away only while they would wait long") {
  const auto told = library_model(mailing_day, {{"notices.wait_on_page.reach", "100 %"},
                                                {"notices.wait_on_page.stay_away", "100 %"},
                                                {"notices.wait_on_page.call_later.share", "0 %"}});
  std::size_t calls = 0;
  Duration longest{0};
  run_watched(*told, {4, 0}, [&](const Occurrence& occurrence, const Outcome&, const View& view) {
    if (!std::holds_alternative<CallArrived>(occurrence.fact) || std::get<CallArrived>(occurrence.fact).attempt > 0)
      return;
    ++calls;
    longest = std::max(longest, expected_wait(view, std::get<CallArrived>(occurrence.fact).type));
  });
  const std::size_t without = first_calls(*library_model(mailing_day, {{"notices.wait_on_page.reach", "0 %"}})).size();
  CHECK(calls < without);
  // Whoever calls finds at most the limit and the one call more that is theirs.
  CHECK(longest < 3min + 1min);
}

TEST_CASE("a surge brings calls on top, and changes none of the others") {
  const FirstCalls without = first_calls(
      *library_model(mailing_day, {{"surges.price_letter.response", "0 %"}, {"notices.wait_on_page.reach", "0 %"}}));
  const FirstCalls with = first_calls(*library_model(mailing_day, {{"notices.wait_on_page.reach", "0 %"}}));
  for (const auto& [key, at] : without) CHECK(with.at(key) == at);
  const double more = static_cast<double>(with.size() - without.size());
  CHECK(more == Approx(12000 * 0.03).epsilon(0.5));
  CHECK(more > 150);
}

}  // namespace twinline::laws
