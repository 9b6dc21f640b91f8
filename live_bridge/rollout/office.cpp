#include "live_bridge/rollout/office.hpp"

#include <algorithm>
#include <initializer_list>
#include <stdexcept>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "live_bridge/rollout/canary.hpp"
#include "live_bridge/rollout/status_json.hpp"
#include "live_bridge/wall/log.hpp"
#include "reports/manifest/signing.hpp"

namespace twinline::live::rollout {
namespace {

using Json = nlohmann::ordered_json;
using reports::JsonReader;

/// The request makes no sense; what() says what would.
class NoSense : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

void allow_only(const JsonReader& body, std::initializer_list<std::string_view> keys) {
  if (!body.json.is_object()) throw NoSense("the body is not a JSON object");
  for (const auto& [key, value] : body.json.items()) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) throw NoSense(fmt::format("unknown key '{}'", key));
  }
}

bool flag(const JsonReader& body, const std::string& key, bool fallback) {
  return body.has(key) ? body.at(key).yes_or_no() : fallback;
}

std::vector<ParameterText> split_of(const JsonReader& body) {
  std::vector<ParameterText> split;
  if (!body.has("split")) return split;
  for (const auto& [name, value] : body.at("split").texts()) split.push_back({name, value});
  return split;
}

/// "promote /srv/manifests/7.json", "canary by call, share 10 %": what the audit trail has of it.
std::string words_of(const JsonReader& body) {
  std::string words = body.has("manifest") ? body.at("manifest").text() : std::string{};
  for (const ParameterText& parameter : split_of(body)) {
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", parameter.name, parameter.value);
  }
  if (flag(body, "accept_bias", false)) words += ", its bias accepted";
  if (!flag(body, "on", true)) words += "off";
  return words;
}

Json answer_json(const Rollout::Answer& answer, const std::vector<std::string>& lines, const Rollout& rollout) {
  return {{"schema", "twinline.rollout_answer/1"},
          {"ok", answer.against.empty()},
          {"against", answer.against},
          {"lines", lines},
          {"status", status_json(rollout)}};
}

std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Reply no_sense(const std::string& why) { return {Reply::Outcome::makes_no_sense, text_of({{"error", why}})}; }

}  // namespace

/// What was asked, read. Everything that takes time is done.
struct Office::Asked {
  std::string action;
  bool dry_run = false;
  Verdict verdict;        ///< promote
  CanaryWish canary;      ///< canary
  bool freeze_on = true;  ///< freeze

  bool is_status() const { return action == "status"; }
};

/// One request on its way: read on a desk's thread, carried out on the loop's. Shared by both, for the loop may come to
/// it when nobody waits for it any longer.
struct Office::Errand {
  Rollout& rollout;
  const Clock& clock;
  std::shared_ptr<const Grounds> grounds;
  std::string who;
  Asked asked;
  Reply reply;
  std::string outcome{};  ///< in words

  /// On the loop's thread, which nothing that is thrown may end.
  void run() {
    Rollout::Answer answer;
    std::vector<std::string> lines;
    try {
      if (asked.is_status()) {
        lines = status_lines(rollout);
      } else {
        const Step step = this->step();
        if (const auto* canary = std::get_if<BeginCanary>(&step)) lines = canary->notes;
        answer = rollout.take(step, who, asked.dry_run);
      }
    } catch (const std::exception& error) {
      answer.against = {error.what()};
    }
    if (!answer.does.empty()) lines.push_back((asked.dry_run ? "would: " : "") + answer.does);
    reply.outcome = answer.against.empty() ? Reply::Outcome::done : Reply::Outcome::refused;
    reply.json = text_of(answer_json(answer, lines, rollout));
    outcome = answer.against.empty() ? "done" : fmt::format("refused: {}", fmt::join(answer.against, "; "));
  }

  Step step() const {
    if (asked.action == "promote") return Promote{asked.verdict};
    if (asked.action == "shadow") return BeginShadow{};
    if (asked.action == "canary") return canary();
    if (asked.action == "full") return GoFull{};
    if (asked.action == "rollback") return RollBack{};
    return Freeze{asked.freeze_on};
  }

  /// Where there is no candidate, that is all that is against it.
  BeginCanary canary() const {
    const State& state = rollout.state();
    if (!state.candidate) return {};
    return canary_of(state.incumbent(), *state.candidate, asked.canary, rollout.settings(),
                     {clock.now(), grounds->seed, grounds->centre});
  }
};

void Office::use(const std::optional<PromotionGate>& gate, const Centre& centre, std::uint64_t seed) {
  auto judge = gate ? std::optional<Judge>(std::in_place, *gate, centre) : std::nullopt;
  auto next = std::make_shared<const Grounds>(Grounds{std::move(judge), centre, seed});
  const std::lock_guard lock(mutex_);
  grounds_ = std::move(next);
}

std::shared_ptr<const Office::Grounds> Office::grounds() const {
  const std::lock_guard lock(mutex_);
  return grounds_;
}

Office::Asked Office::read(const Request& request, const JsonReader& body, const std::optional<Judge>& judge) const {
  static const std::vector<std::string_view> actions{"status", "promote",  "shadow", "canary",
                                                     "full",   "rollback", "freeze"};
  if (std::find(actions.begin(), actions.end(), request.action) == actions.end()) {
    throw NoSense(fmt::format("unknown action '{}'; expected {}", request.action, fmt::join(actions, ", ")));
  }
  Asked asked;
  asked.action = request.action;
  if (asked.action == "promote") {
    allow_only(body, {"manifest", "dry_run"});
    if (!judge) throw NoSense("this bridge accepts no manifests; bridge.promotion says which");
    asked.verdict = judge->judge(body.at("manifest").text(), utc_now());
  } else if (asked.action == "canary") {
    allow_only(body, {"split", "accept_bias", "dry_run"});
    asked.canary = {split_of(body), flag(body, "accept_bias", false)};
  } else if (asked.action == "freeze") {
    allow_only(body, {"on", "dry_run"});
    asked.freeze_on = flag(body, "on", true);
  } else {
    allow_only(body, {"dry_run"});
  }
  asked.dry_run = flag(body, "dry_run", false);
  return asked;
}

/// What cannot be written down is not done, but for the way back.
void Office::write_down(const Request& request, const std::string& about) const {
  try {
    rollout_.audit().append(utc_now(), {request.who, request.action, "", about});
  } catch (const std::exception& error) {
    if (request.action != "rollback") throw;
    log_error("rollout: {} asked for a rollback: {}", request.who, error.what());
  }
}

Reply Office::answer(const Request& request, const OnLoop& on_loop) const {
  const auto grounds = this->grounds();
  try {
    const std::string name = "the request";
    const auto json = reports::parse_json(request.body.empty() ? "{}" : request.body, name, "a JSON object");
    const JsonReader body{json, name};
    const auto errand = std::make_shared<Errand>(
        Errand{rollout_, clock_, grounds, request.who, read(request, body, grounds->judge), {}, {}});
    const bool changes = !errand->asked.dry_run && !errand->asked.is_status();
    const bool back = request.action == "rollback";  // waits for no disk
    if (changes && !back) write_down(request, "asked: " + words_of(body));
    const bool answered = on_loop([errand] { errand->run(); });
    if (changes && back) write_down(request, "asked: " + words_of(body));
    if (!answered) {
      return {Reply::Outcome::no_answer, text_of({{"error", "no answer in time; it may still be carried out"}})};
    }
    if (changes) write_down(request, errand->outcome);
    return errand->reply;
  } catch (const NoSense& error) {
    return no_sense(error.what());
  } catch (const reports::JsonReadError& error) {
    return no_sense(error.what());
  } catch (const manifest::KeyError& error) {
    return no_sense(error.what());
  }
}

}  // namespace twinline::live::rollout
