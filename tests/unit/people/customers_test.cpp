// Customers who remember: whose matters they are, how they end, who is left.
#include "sim/people/customers.hpp"

#include <cmath>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "sim/people/caller_key.hpp"
#include "tests/unit/schema/samples.hpp"

namespace twinline::sim {
namespace {

using reports::JourneyCount;
using reports::JourneyCounts;
using reports::JourneyMoney;

const CallSlot seat{0};

CallKey matter_number(std::uint64_t ordinal) { return first_attempt_key(CallTypeIndex{0}, 0, ordinal); }

scenarios::Scenario scenario_with_customers(const std::string& blocks) {
  const scenarios::Loaded loaded = scenarios::samples::load_text(scenarios::samples::sound + blocks);
  for (const scenarios::Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.scenario);
  return *loaded.scenario;
}

/// A matter that is resolved or not after one contact without a wait.
void live_through(Customers& customers, CallKey key, bool resolved, JourneyCounts& counts, SegmentIndex segment = {}) {
  Matter matter;
  matter.began_as = matter.served_as = CallTypeIndex{0};
  customers.take_up(seat, key, segment);
  customers.judge(seat, key, matter, resolved ? ContactEnd::resolved : ContactEnd::unresolved, ServedBy::agent,
                  world_start, counts);
  customers.conclude(seat, key, resolved, matter, counts);
}

}  // namespace

TEST_CASE("whoever stays after each matter with the same chance is still there as probability says") {
  const auto scenario =
      scenario_with_customers("customers: {population: 400, churn: {disloyal: 10 %, loyal: 10 %, silent: 1}}\n");
  constexpr std::uint64_t matters = 3000;
  double still_there = 0;
  constexpr std::uint64_t replications = 20;
  for (std::uint64_t index = 0; index < replications; ++index) {
    Customers customers(scenario, random::StreamSeed(3, index));
    JourneyCounts counts;
    for (std::uint64_t which = 0; which < matters; ++which) {
      if (!customers.has_left(matter_number(which), {})) live_through(customers, matter_number(which), true, counts);
    }
    CHECK(customers.gone() == counts[JourneyCount::left_for_good]);
    still_there += static_cast<double>(400 - customers.gone()) / replications;
  }
  const double expected = 400 * std::pow(1 - 0.1 / 400, matters);
  CHECK(still_there == Approx(expected).margin(4 * std::sqrt(expected / replications)));
}

TEST_CASE("customers and matters that came or were kept away are all there were") {
  const auto scenario = scenario_with_customers("customers: {population: 50, churn: {disloyal: 40 %, loyal: 40 %}}\n");
  Customers customers(scenario, random::StreamSeed(3, 0));
  JourneyCounts counts;
  std::uint64_t kept_away = 0;
  for (std::uint64_t which = 0; which < 500; ++which) {
    if (customers.has_left(matter_number(which), {})) {
      ++kept_away;
    } else {
      live_through(customers, matter_number(which), true, counts);
    }
  }
  CHECK(counts[JourneyCount::concluded] + kept_away == 500);
  CHECK(customers.gone() == counts[JourneyCount::left_for_good]);
  CHECK(customers.gone() <= 50);
  CHECK(kept_away > 100);
}

TEST_CASE("a customer has one segment, and segments have customers as they have callers") {
  const auto scenario = scenario_with_customers(
      "segments: {gold: {share: 20 %, value_per_year: 500 CHF}, other: {}}\n"
      "customers: {population: 100, value_per_year: 100 CHF, remaining_years: 2, churn: {disloyal: 100 %, "
      "loyal: 100 %}}\n");
  Customers customers(scenario, random::StreamSeed(3, 0));
  JourneyCounts gold, other;
  for (std::uint64_t which = 0; which < 3000; ++which) {
    const SegmentIndex segment{which % 2};
    if (customers.has_left(matter_number(which), segment)) continue;
    live_through(customers, matter_number(which), true, which % 2 == 0 ? gold : other, segment);
  }
  CHECK(gold[JourneyCount::left_for_good] == 20);
  CHECK(other[JourneyCount::left_for_good] == 80);
  CHECK(gold[JourneyMoney::lost] == 20 * 2 * 500'000'000ULL);
  CHECK(other[JourneyMoney::lost] == 80 * 2 * 100'000'000ULL);
}

TEST_CASE("a bad contact is remembered until the next one, by those who are many") {
  const std::string alike =
      "satisfaction: {between_customers: 0, noise: 0, base: 4.6, carry_over: 50 %, unresolved: 2}";
  const auto points_of_two = [](const scenarios::Scenario& scenario) {
    Customers customers(scenario, random::StreamSeed(3, 0));
    JourneyCounts counts;
    live_through(customers, matter_number(0), false, counts);
    live_through(customers, matter_number(1), true, counts);
    return counts[JourneyCount::opinion_points];
  };
  CHECK(points_of_two(scenario_with_customers("customers: {population: 1, " + alike + "}\n")) == 3 + 4);
  CHECK(points_of_two(scenario_with_customers("customers: {" + alike + "}\n")) == 3 + 5);
}

TEST_CASE("a wait counts once over all queues, and transfers begin another") {
  const auto scenario = scenario_with_customers(
      "customers: {satisfaction: {between_customers: 0, noise: 0, base: 5, per_minute_waited: 1, tolerance: 0 s}}\n");
  Customers customers(scenario, random::StreamSeed(3, 0));
  JourneyCounts counts;
  Matter matter;
  matter.began_as = matter.served_as = CallTypeIndex{0};
  customers.take_up(seat, matter_number(0), {});
  customers.waits(seat, world_start);
  customers.waits(seat, world_start + 30s);  // in another queue
  customers.is_answered(seat, world_start + 1min);
  customers.waits(seat, world_start + 5min);  // handed on
  customers.is_answered(seat, world_start + 6min);
  customers.judge(seat, matter_number(0), matter, ContactEnd::resolved, ServedBy::agent, world_start + 9min, counts);
  CHECK(counts[JourneyCount::opinion_points] == 3);
}

TEST_CASE("agents sell, machines do not, and both are judged") {
  auto scenario = scenario_with_customers("customers: {surveys: {asked: 0 %}}\n");
  scenario.customers->sales[0] = {1, 0, 25};
  Customers customers(scenario, random::StreamSeed(3, 0));
  JourneyCounts counts;
  Matter matter;
  matter.began_as = matter.served_as = CallTypeIndex{0};
  customers.take_up(seat, matter_number(0), {});
  customers.judge(seat, matter_number(0), matter, ContactEnd::resolved, ServedBy::machine, world_start, counts);
  CHECK(counts[JourneyCount::opinions] == 1);
  CHECK(counts[JourneyCount::sale_chances] == 0);
  customers.judge(seat, matter_number(0), matter, ContactEnd::resolved, ServedBy::agent, world_start, counts);
  CHECK(counts[JourneyCount::opinions] == 2);
  CHECK(counts[JourneyCount::sales] == 1);
  CHECK(counts[JourneyMoney::sales] == 25'000'000);
}

TEST_CASE("a problem that was solved well is told apart from a matter without one") {
  const auto scenario = scenario_with_customers(
      "customers: {satisfaction: {between_customers: 0, noise: 0, base: 5, carry_over: 0 %}, "
      "loyalty: {at_start: 50 %, spread: 0 %, resolved: 10 %, recovered: 20 %}, surveys: {asked: 0 %}}\n");
  Customers customers(scenario, random::StreamSeed(3, 0));
  JourneyCounts counts;
  Matter matter;
  matter.began_as = matter.served_as = CallTypeIndex{0};
  customers.take_up(seat, matter_number(0), {});
  customers.judge(seat, matter_number(0), matter, ContactEnd::unresolved, ServedBy::agent, world_start, counts);
  customers.judge(seat, matter_number(0) + 1, matter, ContactEnd::resolved, ServedBy::agent, world_start, counts);
  customers.conclude(seat, matter_number(0) + 1, true, matter, counts);
  CHECK(counts[JourneyCount::went_wrong] == 1);
  CHECK(counts[JourneyCount::recovered] == 1);
  CHECK(counts[JourneyCount::loyalty_millionths] == 650'000);
  live_through(customers, matter_number(1), true, counts);
  CHECK(counts[JourneyCount::went_wrong] == 1);
  CHECK(counts[JourneyCount::loyalty_millionths] == 650'000 + 550'000);
  CHECK(counts[JourneyCount::asked] == 0);
}

TEST_CASE("agents cost what their group's hours cost, to a millionth") {
  const auto scenario = scenario_with_customers("customers: {}\n");
  auto priced = scenario;
  priced.people[0].cost_per_hour = 38.5;
  const Customers customers(priced, random::StreamSeed(3, 0));
  std::vector<reports::GroupTotals> agents(priced.people.size());
  agents[0].in_horizon.staffed = statistics::TimeSum{Duration{2h}};
  agents[0].in_run_out.staffed = statistics::TimeSum{Duration{30min}};
  CHECK(customers.cost_of(agents) == 96'250'000);
}

TEST_CASE("who comes about something else within the window shows that the last contact had settled nothing") {
  const auto scenario = scenario_with_customers("journeys: {fcr_window: 24 h}\ncustomers: {population: 1}\n");
  Customers customers(scenario, random::StreamSeed(3, 0));
  JourneyCounts counts;
  counts[JourneyCount::settled_first] = 1;
  customers.take_up(seat, matter_number(0), {});
  CHECK_FALSE(customers.comes_soon(seat, world_start));
  customers.served(seat, world_start + 1h, &counts);
  customers.take_up(seat, matter_number(1), {});
  CHECK(customers.comes_soon(seat, world_start + 25h));
  CHECK(counts[JourneyCount::settled_first] == 0);
  CHECK(customers.comes_soon(seat, world_start + 25h));  // a redial takes nothing away a second time
  CHECK(counts[JourneyCount::settled_first] == 0);
  customers.served(seat, world_start + 26h, nullptr);
  customers.take_up(seat, matter_number(2), {});
  CHECK_FALSE(customers.comes_soon(seat, world_start + 51h));
  CHECK(customers.history(seat).contacts == 2);
  CHECK(customers.history(seat).last == world_start + 26h);
}

}  // namespace twinline::sim
