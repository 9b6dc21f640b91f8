// The simulator against the oracle where Erlang's formulas end: from empty, at rates that change, with two skills.
#include <cmath>

#include <catch2/catch.hpp>

#include "sim/lab/experiment.hpp"
#include "tests/laws/library.hpp"
#include "tests/oracle/expectations.hpp"
#include "tests/oracle/scenario_model.hpp"

namespace twinline::oracle {
namespace {

/// The simulator may be off by so many standard errors: of a hundred such figures one in ten thousand times any is.
constexpr double allowed = 4.9;

void check_against(double expected, const std::vector<double>& simulated) {
  double sum = 0, squares = 0;
  for (const double value : simulated) sum += value;
  const double n = static_cast<double>(simulated.size()), mean = sum / n;
  for (const double value : simulated) squares += (value - mean) * (value - mean);
  const double error = std::sqrt(squares / (n - 1) / n);
  INFO("simulated " << mean << " ± " << error << ", expected " << expected);
  CHECK(std::abs(mean - expected) <= allowed * error);
}

}  // namespace

TEST_CASE("two skills at changing rates: the simulator comes to what the Markov chain says") {
  const auto model = laws::library_model("laws/n_model_hour.yaml");
  const CentreModel described = model_of(model->scenario());
  const FiniteHorizon horizon(described);
  REQUIRE(horizon.stretches() == model->grid().cells());

  const sim::SeededModel seeded{model.get(), 1};
  sim::Effort effort;
  effort.replications = 3000;
  const auto totals = sim::replicate({&seeded, 1}, effort).front();
  const std::uint32_t cells = model->grid().cells();
  for (std::uint32_t queue = 0; queue < 2; ++queue) {
    for (std::uint32_t cell = 0; cell < cells; ++cell) {
      CAPTURE(queue, cell);
      std::vector<double> offered, delayed, abandoned, wait;
      for (const auto& replication : totals) {
        const reports::CallCounts& counts = replication.by_queue_and_interval[queue * cells + cell];
        offered.push_back(static_cast<double>(counts.offered()));
        delayed.push_back(static_cast<double>(counts.delayed));
        abandoned.push_back(static_cast<double>(counts.abandoned));
        wait.push_back((counts.wait_answered + counts.wait_unanswered).in_seconds());
      }
      const Expected expected = horizon.of_calls(queue, cell);
      check_against(expected.offered, offered);
      check_against(expected.delayed, delayed);
      check_against(expected.abandoned, abandoned);
      check_against(expected.wait, wait);
    }
  }
}

TEST_CASE("one skill from empty: run-out and distribution of waits are the chain's") {
  const auto model = laws::library_model("laws/quiet_hour.yaml");
  const CentreModel described = model_of(model->scenario());
  const FiniteHorizon horizon(described);
  const sim::SeededModel seeded{model.get(), 2};
  sim::Effort effort;
  effort.replications = 3000;
  const auto totals = sim::replicate({&seeded, 1}, effort).front();
  const Cohort calls = horizon.all_calls();
  std::vector<double> run_out, answered_in_time, wait_of_answered;
  statistics::SparseHistogram waits;
  for (const auto& replication : totals) {
    run_out.push_back(replication.by_group.front().in_run_out.staffed.in_seconds() / 10);
    answered_in_time.push_back(static_cast<double>(replication.total.counts.answered_in_threshold));
    wait_of_answered.push_back(replication.total.counts.wait_answered.in_seconds());
    waits.merge(replication.total.waits);
  }
  check_against(horizon.run_out(), run_out);
  check_against(calls.answered_within(20), answered_in_time);
  check_against(calls.wait_of_answered(), wait_of_answered);
  CHECK(waits.quantile(0.9).value() == Approx(calls.wait_quantile(0.9)).epsilon(0.02));
}

TEST_CASE("a scenario that has a memory is no centre model") {
  CHECK_THROWS_AS(model_of(laws::library_model("two_skill_bank.yaml")->scenario()), std::invalid_argument);
  CHECK_THROWS_AS(model_of(laws::library_model("laws/erlang_a_14.yaml")->scenario()), std::invalid_argument);
}

}  // namespace twinline::oracle
