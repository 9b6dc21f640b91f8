// What call types say of what follows their contacts: what becomes of it, and what is said of slips of the pen.
#include <algorithm>

#include <catch2/catch.hpp>

#include "reports/kpi/journey_kpis.hpp"
#include "tests/unit/schema/samples.hpp"

using namespace twinline;
using namespace twinline::scenarios;
using namespace twinline::scenarios::samples;

namespace {

/// Two call types, of which the first says this.
std::string with_keys(const std::string& keys, const std::string& blocks = "") {
  return "twinline: 1\nqueues: {main: {}}\ncalls:\n  question:\n    arrivals: {rate: 60 per hour}\n"
         "    needs: [everyday, loans]\n    handling: {talk: 2 min}\n" +
         keys +
         "  chat: {arrivals: {rate: 6 per hour}, handling: {talk: 4 min}}\n"
         "groups: {agents: {scheduled: 5, skills: {everyday: {resolution: 1.1}, loans: {resolution: 0.9}}}}\n" +
         blocks;
}

std::vector<std::string> messages(const std::string& text) {
  std::vector<std::string> list;
  for (const Problem& problem : load_text(text).problems) list.push_back(to_string(problem));
  return list;
}

const std::string recontact = "    recontact: {if_unresolved: 60 %, delay: {exponential: 2 h}";

}  // namespace

TEST_CASE("a scenario that says nothing of what follows contacts follows no matter", "[journeys]") {
  const auto plain = load_text(with_keys("")).scenario;
  REQUIRE(plain);
  CHECK_FALSE(plain->journeys);
  const auto asked = load_text(with_keys("", "journeys: {fcr_window: 7 d}\n")).scenario;
  REQUIRE(asked);
  REQUIRE(asked->journeys);
  CHECK(asked->journeys->fcr_window == 24h * 7);
  CHECK(asked->journeys->after.at(0).resolution == 1);
  CHECK(asked->hash != plain->hash);
}

TEST_CASE("what follows contacts is read with its defaults", "[journeys]") {
  const auto scenario =
      load_text(with_keys(recontact + ", as: {same: 80 %, chat: 20 %}, inconsistent: {share: 10 %}}\n"
                                      "    transfers: {share: 10 %, to: chat}\n"
                                      "    escalation: {share: 5 %, delay: 1 h, rework: {share: 20 %, as: chat}}\n"
                                      "    complaint: {if_unresolved: 10 %, as: chat, delay: 5 min}\n"))
          .scenario;
  REQUIRE(scenario);
  REQUIRE(scenario->journeys);
  const AfterContact& after = scenario->journeys->after.at(0);
  CHECK(scenario->journeys->fcr_window == 24h);
  CHECK(scenario->journeys->after_opening == 1h);
  CHECK(after.resolution == 1);
  CHECK(after.recontact.as == std::vector<double>{0.8, 0.2});
  CHECK(after.recontact.inconsistent == 0.1);
  CHECK(after.transfers.to == std::vector<double>{0, 1});
  CHECK(after.transfers.with_context == 1);
  CHECK(after.transfers.most_in_a_row == 3);
  CHECK(after.escalation.levels == 3);
  CHECK(after.escalation.rework_as == CallTypeIndex{1});
  CHECK(after.complaint.from_contact == 1);
  CHECK(scenario->journeys->after.at(1).recontact.share == 0);
  // An agent with several of the needed skills resolves as with the least of them; chat needs none.
  CHECK(scenario->journeys->resolution_factor == std::vector<double>{0.9, 1});
}

TEST_CASE("slips of the pen in what follows contacts are told", "[journeys]") {
  const auto says = [](const std::string& keys, const std::string& what) {
    const auto told = messages(with_keys(keys));
    REQUIRE(told.size() == 1);
    CHECK_THAT(told.front(), Catch::Contains(what));
  };
  says(recontact + ", as: {same: 80 %, chat: 30 %}}\n", "the shares of the call types add up to 110 %");
  says(recontact + ", as: {same: 80 %, chta: 20 %}}\n", "unknown call type 'chta'; did you mean 'chat'?");
  says(recontact + ", as: {same: 80 %, question: 20 %}}\n", "'question' is the same; keep one of the two");
  says("    transfers: {share: 10 %}\n", "lacks the key 'to'");
  says("    complaint: {if_unresolved: 10 %, as: caht, delay: 5 min}\n", "'caht'; did you mean 'chat'?");
  says("    resolution: 120 %\n", "at most 100 %");
}

TEST_CASE("scenarios may name the KPIs of matters where reports give them", "[journeys]") {
  for (const reports::Kpi& kpi : reports::journey_kpis()) {
    const std::string name{kpi.name};
    CAPTURE(name);
    const auto named = [&](const std::string& of) {
      return messages(with_keys("    resolution: 80 %\n", "compare: {kpis: [" + of + name + "]}\n"));
    };
    CHECK(named("").empty());
    CHECK(named("main.").size() == 1);
    const auto checked = messages(with_keys("    resolution: 80 %\n", "kpi_check: {kpis: [" + name + "]}\n"));
    CHECK(checked.empty() == (kpi.direction != reports::Direction::none));
    CHECK_THAT(messages(with_keys("", "compare: {kpis: [" + name + "]}\n")).at(0),
               Catch::Contains("no call type says what follows its contacts"));
  }
}
