// What a scenario says of customers, and of what calls earn and cost.
#include <string>

#include <catch2/catch.hpp>

#include "reports/kpi/customer_kpis.hpp"
#include "tests/unit/schema/samples.hpp"

namespace twinline::scenarios {
namespace {

using samples::changed;
using samples::load_text;
using samples::sound;
using samples::told_of;

Scenario scenario_with_people(const std::string& blocks) {
  const Loaded loaded = load_text(sound + blocks);
  for (const Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.scenario);
  return *loaded.scenario;
}

std::string hash_with_people(const std::string& blocks) { return scenario_with_people(blocks).hash; }

}  // namespace

TEST_CASE("customers arrive with what they leave out filled in, and matters with them") {
  CHECK_FALSE(scenario_with_people("").customers);
  const Scenario scenario = scenario_with_people("customers: {}\n");
  REQUIRE(scenario.customers);
  CHECK(scenario.journeys);
  const Customers& customers = *scenario.customers;
  CHECK(customers.population == 0);
  CHECK(customers.satisfaction.base == 4.4);
  CHECK(customers.surveys.asked == 1);
  CHECK(customers.surveys.answers[0] == 0.3);
  CHECK(customers.churn.chance.at(0.5) == 0);
  CHECK_FALSE(customers.remedy.as);
  CHECK(customers.value_per_year == std::vector<double>{0});
}

TEST_CASE("each word about customers is read") {
  const Scenario scenario = scenario_with_people(
      "segments: {gold: {share: 10 %, value_per_year: 300 CHF}, other: {}}\n"
      "customers:\n"
      "  population: 700\n"
      "  satisfaction: {base: 4, tolerance: 1 min, per_minute_waited: 0.5, carry_over: 10 %}\n"
      "  surveys: {asked: 40 %, answers: {2: 33 %, 5: 1 %}}\n"
      "  loyalty: {at_start: 60 %, recovered: 9 %}\n"
      "  churn: {disloyal: 20 %, loyal: 1 %, silent: 3}\n"
      "  remedy: {share: 50 %, up_to: 1, as: question, delay: 2 h}\n"
      "  repurchase: {loyal: 8 %, value: 12 CHF}\n"
      "  value_per_year: 90 CHF\n"
      "  remaining_years: 3\n");
  const Customers& customers = *scenario.customers;
  CHECK(customers.population == 700);
  CHECK(customers.satisfaction.tolerance == 1min);
  CHECK(customers.satisfaction.carry_over == 0.1);
  CHECK(customers.satisfaction.per_transfer == 0.2);
  CHECK(customers.surveys.answers == std::array<double, 5>{0.3, 0.33, 0.12, 0.15, 0.01});
  CHECK(customers.loyalty.at_start == 0.6);
  CHECK(customers.loyalty.recovered == 0.09);
  CHECK(customers.churn.chance.at(1) == Approx(0.01));
  CHECK(customers.churn.chance.at(0.5) == Approx(0.105));
  CHECK(customers.churn.silent == 3);
  CHECK(customers.remedy.as == CallTypeIndex{0});
  CHECK(customers.remedy.up_to == 1);
  CHECK(customers.buys_again.at(0.5) == 0.04);
  CHECK(customers.worth_again == 12);
  CHECK(customers.value_per_year == std::vector<double>{300, 90, 90});
  CHECK(customers.remaining_years == 3);
}

TEST_CASE("what calls earn and cost makes customers, too") {
  const Loaded loaded = load_text(changed(
      sound, "    handling:", "    cost: 0.5 CHF\n    sales: {if_resolved: 10 %, value: 20 CHF}\n    handling:"));
  REQUIRE(loaded.scenario);
  REQUIRE(loaded.scenario->customers);
  CHECK(loaded.scenario->customers->attempt_cost[0] == 0.5);
  CHECK(loaded.scenario->customers->sales[0].if_resolved == 0.1);
  CHECK(loaded.scenario->customers->sales[0].value == 20);
}

TEST_CASE("the hash knows what customers are like") {
  const std::string none = hash_with_people(""), some = hash_with_people("customers: {}\n");
  CHECK(none != some);
  CHECK(some == hash_with_people("customers: {satisfaction: {base: 4.4}, churn: {silent: 2}}\n"));
  for (const char* word :
       {"population: 5", "satisfaction: {noise: 0.1}", "satisfaction: {tolerance: 1 s}", "surveys: {asked: 1 %}",
        "surveys: {answers: {3: 1 %}}", "loyalty: {badly: 1 %}", "churn: {disloyal: 1 %}", "churn: {silent: 1}",
        "remedy: {share: 0 %, as: question, delay: 1 h}", "repurchase: {loyal: 1 %}", "repurchase: {value: 1 CHF}",
        "value_per_year: 1 CHF", "remaining_years: 1"}) {
    INFO(word);
    CHECK(hash_with_people(std::string{"customers: {"} + word + "}\n") != some);
  }
}

TEST_CASE("what is wrong about customers is told where it stands") {
  CHECK_THAT(told_of(sound + "customers: {remedy: {share: 50 %, as: care, delay: 1 h}}\n"), Catch::Contains("care"));
  CHECK_THAT(told_of(sound + "customers: {surveys: {answers: {6: 10 %}}}\n"), Catch::Contains("6"));
  CHECK_THAT(told_of(sound + "customers: {loyalty: {at_start: 70}}\n"), Catch::Contains("at_start"));
  CHECK_THAT(told_of(sound + "compare: {kpis: [churn]}\n"),
             Catch::Contains("it is one of customers, and the scenario has none"));
  CHECK(told_of(sound + "customers: {}\ncompare: {kpis: [churn, csat, benefit_over_cost]}\n").empty());
}

TEST_CASE("scenarios may name every KPI of customers") {
  std::string names;
  for (const reports::Kpi& kpi : reports::customer_kpis()) {
    names += (names.empty() ? "" : ", ") + std::string{kpi.name};
  }
  CHECK(told_of(sound + "customers: {}\ncompare: {kpis: [" + names + "]}\n").empty());
}

}  // namespace twinline::scenarios
