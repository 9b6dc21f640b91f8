#include "reports/kpi/estimates.hpp"

#include <cmath>

#include <catch2/catch.hpp>

#include "reports/kpi/kpis.hpp"
#include "tests/unit/kpi/replications.hpp"

namespace twinline::reports::test {
namespace {

const Estimate* find(const std::vector<Estimate>& list, const std::string& kpi, const Dimensions& by) {
  for (const Estimate& estimate : list) {
    if (estimate.kpi == kpi && estimate.by == by) return &estimate;
  }
  return nullptr;
}

double mean_of(const std::vector<Estimate>& list, const std::string& kpi, const Dimensions& by = {}) {
  const Estimate* estimate = find(list, kpi, by);
  REQUIRE(estimate != nullptr);
  return estimate->mean;
}

}  // namespace

TEST_CASE("every KPI of the contract is in the table once") {
  const std::vector<std::string> promised{
      "attempts",    "blocked",          "offered",       "answered", "abandoned", "short_abandoned",
      "answer_rate", "abandonment_rate", "service_level", "asa",      "mean_wait", "probability_of_wait",
      "wait_p50",    "wait_p90",         "wait_p99",      "aht",      "occupancy"};
  for (const std::string& name : promised) {
    INFO(name);
    CHECK(find_kpi(name) != nullptr);
    CHECK(std::count_if(kpi_table().begin(), kpi_table().end(), [&](const Kpi& kpi) { return kpi.name == name; }) == 1);
  }
  CHECK(find_kpi("sl") == nullptr);
  CHECK(find_kpi("occupancy")->direction == Direction::none);
  CHECK(find_kpi("service_level")->direction == Direction::higher_is_better);
}

TEST_CASE("a run's estimates follow their definitions") {
  const Centre centre = two_queue_centre();
  Counters counters(centre, hour());
  using enum AgentState;
  fold_one(counters, 0, agent_changed(juniors, logged_out, ready));
  fold_one(counters, 0, agent_changed(seniors, logged_out, ready));
  fold_one(counters, 10, CallBlocked{{}, labels(retail, question), {}});
  fold_one(counters, 30, agent_changed(juniors, ready, busy));
  fold_waits(counters,
             {answered(labels(retail, question), 0, 30, juniors), answered(labels(loans, loan), 30, 0, seniors),
              unanswered(labels(retail, question), 10, 60), unanswered(labels(retail, question), 80, 3)});
  fold_one(counters, 330, agent_changed(juniors, busy, wrap_up));
  fold_one(counters, 390, agent_changed(juniors, wrap_up, ready));
  fold_one(counters, 390, handled(labels(retail, question), juniors, 0, 300, 40, 60));
  counters.finish(at(3600));
  const std::vector<ReplicationTotals> one{counters.totals()};
  const auto list = estimates(centre, hour(), one);

  CHECK(mean_of(list, "attempts") == 5);
  CHECK(mean_of(list, "blocked") == 1);
  CHECK(mean_of(list, "offered") == 4);
  CHECK(mean_of(list, "answered") == 2);
  CHECK(mean_of(list, "abandoned") == 2);
  CHECK(mean_of(list, "short_abandoned") == 1);
  CHECK(mean_of(list, "flow_out") == 0);
  CHECK(mean_of(list, "answered_in_sl") == 1);
  CHECK(mean_of(list, "answer_rate") == 0.5);
  CHECK(mean_of(list, "abandonment_rate") == 0.5);
  CHECK(mean_of(list, "service_level") == Approx(1.0 / 3));  // retail 0 of 2 (short left out), loans 1 of 1
  CHECK(mean_of(list, "asa") == 15);
  CHECK(mean_of(list, "mean_wait") == Approx(93.0 / 4));
  CHECK(mean_of(list, "probability_of_wait") == 0.75);
  CHECK(mean_of(list, "wait_p50") == Approx(3).epsilon(1e-3));
  CHECK(mean_of(list, "wait_p90") == Approx(60).epsilon(1e-3));
  CHECK(mean_of(list, "aht") == 360);
  CHECK(mean_of(list, "occupancy") == Approx(360.0 / 7200));
  CHECK(mean_of(list, "staffed") == 2);

  CHECK(mean_of(list, "service_level", {{"queue", "retail"}}) == 0);
  CHECK(mean_of(list, "service_level", {{"queue", "loans"}}) == 1);
  CHECK(mean_of(list, "asa", {{"group", "juniors"}}) == 30);
  CHECK(mean_of(list, "occupancy", {{"group", "juniors"}}) == 0.1);
  CHECK(mean_of(list, "occupancy", {{"queue", "retail"}}) == 0.05);  // juniors and seniors serve it
  CHECK(mean_of(list, "occupancy", {{"queue", "loans"}}) == 0);      // seniors alone
  CHECK(mean_of(list, "staffed", {{"queue", "loans"}}) == 1);
  CHECK(mean_of(list, "offered", {{"call_type", "question"}}) == 3);
  CHECK(mean_of(list, "mean_wait", {{"segment", "standard"}}) == Approx(93.0 / 4));
  const std::string first = "2026-03-02T00:00:00+01:00";
  CHECK(mean_of(list, "offered", {{"interval", first}}) == 4);
  CHECK(mean_of(list, "occupancy", {{"interval", first}}) == Approx(360.0 / 1800));
  CHECK(mean_of(list, "answered_in_sl", {{"interval", first}, {"queue", "loans"}}) == 1);
  CHECK(mean_of(list, "wait_p90", {{"interval", first}}) == Approx(60).epsilon(1e-3));

  CHECK(find(list, "offered", {{"group", "juniors"}}) == nullptr);
  CHECK(find(list, "occupancy", {{"call_type", "loan"}}) == nullptr);
  for (const Estimate& estimate : list) {
    INFO(estimate.kpi);
    CHECK_FALSE(estimate.half_width.has_value());
    CHECK(estimate.n == 1);
  }
  CHECK(std::isnan(mean_of(list, "asa", {{"segment", "gold"}})));
}

TEST_CASE("shares are ratios of sums, counts are means per replication") {
  const Centre centre = two_queue_centre();
  const std::vector<ReplicationTotals> two{replication(centre, answered_after({5, 5, 5, 30})),
                                           replication(centre, answered_after({30, 30}))};
  const auto list = estimates(centre, hour(), two);
  const Estimate* service_level = find(list, "service_level", {});
  REQUIRE(service_level != nullptr);
  CHECK(service_level->mean == 0.5);  // 3 of 6, not the mean of 3/4 and 0
  // Residuals 3 − 4/2 = 1 and 0 − 2/2 = −1, so the variance is 2 · 2/1 / 6² and t on one degree 12.706.
  REQUIRE(service_level->half_width.has_value());
  CHECK(*service_level->half_width == Approx(12.7062047 * std::sqrt(4.0 / 36)).epsilon(1e-6));
  CHECK(mean_of(list, "offered") == 3);
  CHECK(service_level->n == 2);
}

TEST_CASE("quantiles are those of the pooled distribution") {
  const Centre centre = two_queue_centre();
  const std::vector<ReplicationTotals> two{replication(centre, answered_after({0, 0, 0, 0, 0, 0, 0, 0})),
                                           replication(centre, answered_after({100, 200}))};
  const auto list = estimates(centre, hour(), two);
  CHECK(mean_of(list, "wait_p50") == 0);
  CHECK(mean_of(list, "wait_p90") ==
        Approx(100).epsilon(2e-3));  // the ninth of ten; the mean of quantiles would be 50 or more off
  CHECK(mean_of(list, "wait_p99") == Approx(200).epsilon(2e-3));
}

TEST_CASE("a service level says which variant it is, queue by queue where they differ") {
  const Centre centre = two_queue_centre();
  const Kpi& service_level = *find_kpi("service_level");
  CHECK(definition_text(service_level, centre, loans) ==
        "Share of calls served within the threshold (answered_in_threshold_over_offered, threshold 40 s).");
  CHECK(definition_text(service_level, centre, {}) ==
        "Share of calls served within the threshold (retail: answered_in_threshold_over_offered_less_short, "
        "threshold "
        "20 s, short below 5 s; loans: answered_in_threshold_over_offered, threshold 40 s).");
  Centre alike = centre;
  alike.queues[0].service_level = alike.queues[1].service_level;
  CHECK(definition_text(service_level, alike, {}) == definition_text(service_level, alike, loans));
}

TEST_CASE("intervals without calls and agents are left out, and detail decides what there is") {
  const Centre centre = two_queue_centre();
  const std::vector<ReplicationTotals> full{replication(centre, answered_after({5}))};
  const auto list = estimates(centre, hour(), full);
  CHECK(find(list, "staffed", {{"interval", hour().label(3)}}) != nullptr);  // an agent waits in vain
  CHECK(find(list, "offered", {{"interval", hour().label(0)}, {"queue", "loans"}}) == nullptr);

  const std::vector<ReplicationTotals> totals{replication(centre, answered_after({5}), Detail::totals)};
  const auto without_intervals = estimates(centre, hour(), totals);
  CHECK(find(without_intervals, "wait_p50", {}) != nullptr);
  for (const Estimate& estimate : without_intervals) CHECK(estimate.by.count("interval") == 0);

  const std::vector<ReplicationTotals> counts{replication(centre, answered_after({5}), Detail::counts)};
  CHECK(find(estimates(centre, hour(), counts), "wait_p50", {}) == nullptr);
  CHECK(find(estimates(centre, hour(), counts), "asa", {}) != nullptr);

  CHECK_THROWS_AS(estimates(centre, hour(), std::vector<ReplicationTotals>{full[0], counts[0]}), std::invalid_argument);
  CHECK_THROWS_AS(estimates(centre, hour(), {}), std::invalid_argument);
}

TEST_CASE("names of KPIs are resolved, with a queue before the dot") {
  const Centre centre = two_queue_centre();
  CHECK(resolve_kpi(centre, "asa")->kpi == find_kpi("asa"));
  CHECK_FALSE(resolve_kpi(centre, "asa")->queue());
  CHECK(resolve_kpi(centre, "loans.service_level")->queue() == loans);
  CHECK_FALSE(resolve_kpi(centre, "mortgages.service_level"));
  CHECK_FALSE(resolve_kpi(centre, "loans.magic"));
  CHECK_FALSE(resolve_kpi(centre, "service-level"));
}

}  // namespace twinline::reports::test
