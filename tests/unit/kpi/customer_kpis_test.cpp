// KPIs of customers, from numbers that a reader can follow.
#include "reports/kpi/customer_kpis.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace twinline::reports {
namespace {

KpiCell week_of_customers() {
  KpiCell cell;
  JourneyCounts& counts = cell.journeys;
  counts[JourneyCount::first_attempts] = 70;
  counts[JourneyCount::redials] = 10;
  counts[JourneyCount::recontacts] = 15;
  counts[JourneyCount::remedies] = 5;
  counts[JourneyCount::resolved] = 50;
  counts[JourneyCount::opinions] = 100;
  counts[JourneyCount::opinion_points] = 310;
  counts[JourneyCount::would_recommend] = 30;
  counts[JourneyCount::would_advise_against] = 50;
  counts[JourneyCount::asked] = 80;
  counts[JourneyCount::answers] = 20;
  counts[JourneyCount::answered_points] = 70;
  counts[JourneyCount::answered_recommend] = 12;
  counts[JourneyCount::answered_advise_against] = 7;
  counts[JourneyCount::sale_chances] = 60;
  counts[JourneyCount::sales] = 6;
  counts[JourneyCount::concluded] = 64;
  counts[JourneyCount::went_wrong] = 16;
  counts[JourneyCount::recovered] = 4;
  counts[JourneyCount::loyalty_millionths] = 48'000'000;
  counts[JourneyCount::left_for_good] = 8;
  counts[JourneyCount::left_in_silence] = 6;
  counts[JourneyCount::bought_again] = 2;
  counts[JourneyMoney::service] = 200'000'000;
  counts[JourneyMoney::sales] = 400'000'000;
  counts[JourneyMoney::lost] = 100'000'000;
  counts[JourneyMoney::attempts] = 10'000'000;
  counts[JourneyMoney::agents] = 240'000'000;
  return cell;
}

double customer_kpi(const std::string& name) {
  const Kpi* kpi = find_kpi(name);
  REQUIRE(kpi != nullptr);
  const Fraction fraction = kpi->fraction(week_of_customers());
  return fraction.numerator / fraction.denominator;
}

}  // namespace

TEST_CASE("what customers think is given as it is measured and as it is") {
  CHECK(customer_kpi("csat") == 3.5);
  CHECK(customer_kpi("csat_true") == 3.1);
  CHECK(customer_kpi("nps") == 25);
  CHECK(customer_kpi("nps_true") == -20);
  CHECK(customer_kpi("survey_response_rate") == 0.25);
}

TEST_CASE("what customers do is given of the matters that ended") {
  CHECK(customer_kpi("churn") == 0.125);
  CHECK(customer_kpi("silent_leavers") == 0.75);
  CHECK(customer_kpi("loyalty") == 0.75);
  CHECK(customer_kpi("recovery_rate") == 0.25);
  CHECK(customer_kpi("conversion") == 0.1);
  CHECK(customer_kpi("repurchase") == Approx(1 / 32.0));
}

TEST_CASE("cost is of all attempts, benefit is revenue less the value lost") {
  CHECK(customer_kpi("revenue") == 600);
  CHECK(customer_kpi("revenue_per_contact") == 6);
  CHECK(customer_kpi("cost") == 250);
  CHECK(customer_kpi("cost_per_contact") == 2.5);
  CHECK(customer_kpi("cost_per_resolved") == 5);
  CHECK(customer_kpi("benefit_over_cost") == 2);
}

TEST_CASE("KPIs of customers are given where there are customers") {
  const KpiScope with{nullptr, true, true}, without{nullptr, true, false};
  CHECK(kpi_table(with).size() == kpi_table(without).size() + customer_kpis().size());
  CHECK(resolve_kpi(Centre{}, "churn", with));
  CHECK_FALSE(resolve_kpi(Centre{}, "churn", without));
}

}  // namespace twinline::reports
