// What is counted of customers' matters, and the KPIs that are made of it, of counts that are known by hand.
#include "reports/kpi/journey_totals.hpp"

#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "reports/kpi/estimates.hpp"
#include "reports/kpi/journey_kpis.hpp"
#include "tests/unit/kpi/replications.hpp"

namespace twinline::reports::test {
namespace {

/// 100 matters of the first call type, 20 of the second.
JourneyTotals a_hundred_matters() {
  using enum JourneyCount;
  JourneyTotals totals;
  totals.by_call_type.resize(2);
  JourneyCounts& questions = totals.by_call_type[0];
  for (const auto& [what, number] : std::vector<std::pair<JourneyCount, std::uint64_t>>{
           {first_attempts, 100}, {redials, 10},      {recontacts, 25},     {reworks, 2},     {served, 110},
           {served_again, 22},    {first_served, 90}, {settled_first, 72},  {unresolved, 40}, {talks, 125},
           {transfers, 13},       {escalations, 11},  {levels_passed, 30},  {complaints, 4},  {resolved, 70},
           {left_unresolved, 12}, {given_up, 8},      {ended_elsewhere, 4}, {still_open, 6},  {beyond_horizon, 5}}) {
    questions[what] = number;
  }
  questions[JourneyTime::to_resolution].add(70h);
  totals.by_call_type[1][first_attempts] = 20;
  totals.by_call_type[1][given_up] = 20;
  return totals;
}

}  // namespace

TEST_CASE("the KPIs of matters are what the table says, in total and by call type", "[kpi][journeys]") {
  const Centre centre = two_queue_centre();
  ReplicationTotals totals = replication(centre, answered_after({5, 30}));
  totals.journeys = a_hundred_matters();
  const std::vector<ReplicationTotals> twice{totals, totals};
  const auto list = estimates(centre, hour(), twice, {}, {nullptr, true});
  const auto value = [&](const std::string& kpi, const Dimensions& by) {
    CAPTURE(kpi);
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const Estimate& one) { return one.kpi == kpi && one.by == by; });
    REQUIRE(found != list.end());
    return found->mean;
  };
  const Dimensions questions{{"call_type", centre.call_types[0].name}},
      others{{"call_type", centre.call_types[1].name}};
  CHECK(value("matters", {}) == 120);
  CHECK(value("matters", questions) == 100);
  CHECK(value("contacts", {}) == 157);
  CHECK(value("redials", {}) == 10);
  CHECK(value("recontacts", {}) == 25);
  CHECK(value("reworks", {}) == 2);
  CHECK(value("first_contact_resolution", {}) == Approx(0.8));
  CHECK(value("resolution_rate", {}) == Approx(70.0 / 114));
  CHECK(value("resolution_rate", questions) == Approx(70.0 / 94));
  CHECK(value("repeat_contacts", {}) == Approx(0.2));
  CHECK(value("contacts_per_matter", {}) == Approx(1.25));
  CHECK(value("transfer_rate", {}) == Approx(0.104));
  CHECK(value("escalation_rate", {}) == Approx(0.1));
  CHECK(value("levels_passed", {}) == 30);
  CHECK(value("complaint_rate", {}) == Approx(4.0 / 110));
  CHECK(value("left_unresolved", {}) == 12);
  CHECK(value("given_up", {}) == 28);
  CHECK(value("beyond_horizon", {}) == 5);
  CHECK(value("time_to_resolution", {}) == 3600);
  CHECK(std::isnan(value("first_contact_resolution", others)));
}

TEST_CASE("the KPIs of matters are given where they are followed, and nowhere else", "[kpi][journeys]") {
  const Centre centre = two_queue_centre();
  CHECK_FALSE(resolve_kpi(centre, "first_contact_resolution"));
  REQUIRE(resolve_kpi(centre, "first_contact_resolution", {nullptr, true}));
  CHECK(kpi_table({nullptr, true}).size() == kpi_table().size() + journey_kpis().size());
  const std::vector<ReplicationTotals> plain{replication(centre, answered_after({5}))};
  for (const Estimate& estimate : estimates(centre, hour(), plain, {}, {nullptr, true})) {
    CHECK_FALSE(is_of_journeys(*find_kpi(estimate.kpi)));
  }
}

TEST_CASE("matters that do not add up are told", "[kpi][journeys]") {
  const JourneyTotals sound = a_hundred_matters();
  CHECK(first_inconsistency(sound) == std::nullopt);
  for (const JourneyCount what :
       {JourneyCount::first_attempts, JourneyCount::resolved, JourneyCount::still_open, JourneyCount::given_up}) {
    JourneyTotals spoiled = sound;
    ++spoiled.by_call_type[0][what];
    CHECK(first_inconsistency(spoiled)->find("matters were opened") != std::string::npos);
  }
  for (const JourneyCount part : {JourneyCount::served_again, JourneyCount::first_served, JourneyCount::settled_first,
                                  JourneyCount::unresolved, JourneyCount::transfers, JourneyCount::beyond_horizon}) {
    JourneyTotals spoiled = sound;
    spoiled.by_call_type[0][part] = 1000;
    CHECK(first_inconsistency(spoiled)->find("larger than its whole") != std::string::npos);
  }
}

}  // namespace twinline::reports::test
