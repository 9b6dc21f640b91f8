// The book of customers' matters, told by hand what happens.
#include "sim/people/matters.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/schema/samples.hpp"

using namespace twinline;
using reports::JourneyCount;
using scenarios::samples::changed;
using scenarios::samples::load_text;
using scenarios::samples::sound;

namespace {

const CallSlot seat{5};
const CallTypeIndex question{0};
const GroupIndex agents{0};

scenarios::Scenario scenario_with(const std::string& keys, const std::string& blocks = "") {
  const scenarios::Loaded loaded = load_text(changed(sound, "    arrivals:", keys + "    arrivals:") + blocks);
  for (const scenarios::Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.scenario);
  return *loaded.scenario;
}

Time at(Duration since) { return world_start + since; }

void serve_first(sim::Matters& matters, Duration when, std::optional<Time> again) {
  matters.forget(seat);
  matters.attempt(seat, question, at(when));
  matters.take(seat, question, agents);
  matters.serve(seat, at(when) + 3min, again);
}

std::uint64_t number(const sim::Matters& matters, JourneyCount what) {
  return matters.totals().by_call_type[question.value][what];
}

}  // namespace

TEST_CASE("who comes within the window has not been settled at first contact, who comes later has", "[journeys]") {
  const auto scenario = scenario_with("    resolution: 50 %\n", "journeys: {fcr_window: 2 h}\n");
  sim::Matters matters(scenario);
  serve_first(matters, 9h, at(11h + 3min));  // exactly two hours later
  CHECK(number(matters, JourneyCount::first_served) == 1);
  CHECK(number(matters, JourneyCount::settled_first) == 0);
  matters.of(seat).source = sim::ContactSource::recontact;
  matters.attempt(seat, question, at(11h + 3min));
  matters.serve(seat, at(11h + 6min), at(14h));  // not first within the window, whatever comes
  CHECK(number(matters, JourneyCount::first_served) == 1);
  matters.attempt(seat, question, at(14h));
  matters.serve(seat, at(14h + 3min), std::nullopt);
  CHECK(number(matters, JourneyCount::first_served) == 2);
  CHECK(number(matters, JourneyCount::settled_first) == 1);
  CHECK(number(matters, JourneyCount::served) == 3);
  CHECK(number(matters, JourneyCount::served_again) == 2);
  CHECK(number(matters, JourneyCount::recontacts) == 2);
  CHECK(number(matters, JourneyCount::still_open) == 1);
  matters.end(seat, JourneyCount::resolved);
  matters.end(seat, JourneyCount::resolved);
  CHECK(number(matters, JourneyCount::resolved) == 1);
  CHECK(number(matters, JourneyCount::still_open) == 0);
}

TEST_CASE("an arriving call carries what the centre knows of earlier contacts", "[journeys]") {
  const auto scenario = scenario_with("    resolution: 50 %\n");
  REQUIRE(scenario.centre.attributes == std::vector<std::string>{"contacts", "hours_since_contact"});
  const AttributeIndex contacts{0}, hours{1};
  std::vector<Attribute> known;
  sim::Matters matters(scenario);
  matters.forget(seat);
  matters.tell(matters.history(seat), at(9h), known);
  CHECK(known == std::vector<Attribute>{{contacts, 0}});
  known.clear();
  serve_first(matters, 9h, at(12h));
  matters.tell(matters.history(seat), at(12h), known);
  CHECK(known == std::vector<Attribute>{{contacts, 1}, {hours, 2}});
}

TEST_CASE("approvals take their levels' delays, and start from the level that sent the matter back", "[journeys]") {
  const auto scenario = scenario_with(
      "    escalation: {share: 100 %, levels: 4, delay: {constant: 1 h}, rework: {share: 40 %, as: question}}\n");
  const sim::Journeys journeys(scenario, random::StreamSeed(3, 0));
  std::size_t sent_back = 0;
  for (CallKey key = 0; key < 16 * 400; key += 16) {
    const auto whole = journeys.approve(key, question, 0, 0, false);
    CHECK(whole.passed == 4);
    CHECK(whole.takes == 4h);
    CHECK_FALSE(whole.rework_as);
    auto part = journeys.approve(key, question, 0, 0, true);
    CHECK(part.takes == Duration{1h} * (part.passed + (part.rework_as ? 1 : 0)));
    if (!part.rework_as) continue;
    ++sent_back;
    const auto rest = journeys.approve(key, question, part.passed, 1, false);
    CHECK(rest.takes == Duration{1h} * (4 - part.passed));
  }
  CHECK(static_cast<double>(sent_back) / 400 == Approx(1 - 0.6 * 0.6 * 0.6 * 0.6).epsilon(0.08));
}

TEST_CASE("an agent hands callers on at most so often, and without context their next talk is longer", "[journeys]") {
  const auto scenario = scenario_with(
      "    transfers: {share: 100 %, to: question, context: 25 %, repeated_questions: {constant: 40 s}, "
      "most_in_a_row: 2}\n");
  const sim::Journeys journeys(scenario, random::StreamSeed(3, 0));
  std::size_t with_context = 0;
  for (CallKey key = 0; key < 16 * 1000; key += 16) {
    const auto transfer = journeys.transfer({key, 0, 1, 0, question, agents});
    REQUIRE(transfer);
    CHECK(transfer->to == question);
    CHECK(transfer->longer_by == (transfer->with_context ? Duration{0} : Duration{40s}));
    with_context += transfer->with_context;
    CHECK_FALSE(journeys.transfer({key, 0, 2, 0, question, agents}));
  }
  CHECK(static_cast<double>(with_context) / 1000 == Approx(0.25).epsilon(0.15));
}
