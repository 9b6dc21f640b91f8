// What is made of simulated rollouts: their verdicts, what is said of them, and how their spread is told.
#include "reports/rollout/advice.hpp"

#include <cmath>

#include <catch2/catch.hpp>

#include "sim/lab/rollout_bands.hpp"
#include "sim/lab/rollout_forecast.hpp"

using namespace twinline;
using namespace twinline::rollout;

namespace {

DesignForecast design(SplitBy by, FreedAgent freed_agent, double bias, Bias verdict) {
  return {by, freed_agent, {{"service_level", {}, {bias, 0.001, 40}, verdict, {}}}};
}

/// A day on which a rollout found this difference, with this standard error.
sim::RolloutDay found(double difference, double standard_error) {
  sim::RolloutDay day;
  day.differences = {{difference, standard_error * standard_error, 1000, 999}};
  return day;
}

}  // namespace

TEST_CASE("advice names the unbiased designs, and warns of the one that was asked for") {
  RolloutForecast forecast;
  forecast.truth = {{"service_level", reports::Unit::share, {}, 0.0}};
  forecast.designs = {design(SplitBy::call, FreedAgent::longest_waiting, 0.02, Bias::biased),
                      design(SplitBy::call, FreedAgent::drawn, 0.03, Bias::biased),
                      design(SplitBy::block, FreedAgent::longest_waiting, 0.001, Bias::negligible)};
  CHECK(advice(forecast) ==
        "Unbiased here: by block of time. What was asked for, by call, a freed agent going by the call that has waited "
        "longest, is not: take its estimate for a guard against harm, not for the size of the effect.");
  forecast.split.by = SplitBy::block;
  CHECK(advice(forecast) == "Unbiased here: by block of time.");
  forecast.designs.pop_back();
  CHECK(
      advice(forecast) ==
      "No way of dealing out calls is shown to be unbiased here; the least biased in service_level is by call, a freed "
      "agent going by the call that has waited longest.");
}

TEST_CASE("a bias is held against zero and against what does not matter, and the truth against each day's interval") {
  const std::vector<sim::RolloutDay> days{found(-0.03, 0.01), found(-0.04, 0.01), found(-0.02, 0.01),
                                          found(-0.031, 0.001)};
  const std::vector<double> truths{-0.05, -0.05, -0.05, -0.05};
  const DesignKpi biased = sim::design_kpi("service_level", 0, days, truths, 0.005);
  CHECK(biased.bias.estimate == Approx(0.01975));
  CHECK(biased.verdict == Bias::biased);
  CHECK(biased.coverage.estimate == Approx(0.25));
  CHECK(biased.coverage.n == 4);
  CHECK(sim::design_kpi("service_level", 0, days, truths, 0.05).verdict == Bias::negligible);
  const std::vector<double> near{-0.031, -0.03, -0.033, -0.03};
  CHECK(sim::design_kpi("service_level", 0, days, near, 0.005).verdict == Bias::undecided);
}

TEST_CASE("exposure: the candidate's calls over all of the day, whether there was a rollback or not") {
  std::vector<sim::RolloutDay> days(2);
  days[0].calls = 1000;
  days[0].exposed = 20;
  days[0].until_rollback = 2h;
  days[1].calls = 500;
  days[1].exposed = 50;
  const ExposureForecast exposure = sim::exposure_of(days);
  CHECK(exposure.rolled_back.estimate == 0.5);
  CHECK(exposure.share_exposed.mean == Approx(0.06));
  CHECK(exposure.share_exposed.p90 == Approx(0.092));
  CHECK(exposure.hours.mean == 2);
}

TEST_CASE("a quantile of few values lies between neighbours") {
  CHECK(sim::quantile_of({4, 1, 3, 2}, 0.5) == 2.5);
  CHECK(sim::quantile_of({4, 1, 3, 2}, 1) == 4);
  CHECK(sim::quantile_of({7}, 0.9) == 7);
  CHECK(std::isnan(sim::quantile_of({}, 0.5)));
}

TEST_CASE("what is asked for decides the share of the other designs, and a switchback has halves") {
  SplitRule wanted;
  wanted.ramp = {{0s, 0.02}, {1h, 0.2}};
  wanted.wash_out = 5min;
  const auto designs = sim::designs_beside(wanted);
  REQUIRE(designs.size() == 3);
  CHECK(designs[1].ramp == wanted.ramp);
  CHECK(designs[1].freed_agent == FreedAgent::drawn);
  CHECK(designs[2].by == SplitBy::block);
  CHECK(designs[2].ramp.empty());
  CHECK(designs[2].wash_out == 5min);
  SplitRule by_block;
  by_block.by = SplitBy::block;
  CHECK(sim::designs_beside(by_block)[0].ramp == std::vector<RampStep>{{0s, 0.5}});
}
