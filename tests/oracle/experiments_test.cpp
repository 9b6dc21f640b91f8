// Some experiments of docs/validation.md expect what a Markov chain comes to, or a fixed point; here it is worked out.
#include "tests/laws/experiments.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/laws/erlang.hpp"
#include "tests/laws/library.hpp"
#include "tests/oracle/expectations.hpp"
#include "tests/oracle/orbit_chain.hpp"
#include "tests/oracle/scenario_model.hpp"

namespace twinline::oracle {
namespace {

const laws::Experiment& experiment_named(std::string_view name) {
  return *std::find_if(laws::experiments().begin(), laws::experiments().end(),
                       [&](const laws::Experiment& experiment) { return experiment.name == name; });
}

/// What an experiment expects, in the order of its table.
void check_expected(std::string_view experiment, const std::vector<double>& exact) {
  const auto& quantities = experiment_named(experiment).quantities;
  REQUIRE(quantities.size() == exact.size());
  for (std::size_t which = 0; which < exact.size(); ++which) {
    CAPTURE(experiment, quantities[which].name);
    CHECK(quantities[which].expected.value ==
          Approx(exact[which]).epsilon(0).margin(quantities[which].expected.rounding));
  }
}

/// 22 erlangs of first attempts for 20 agents, as in laws/redials.yaml.
OrbitModel redials_after(double delay) {
  OrbitModel model;
  model.arrival_rate = 22.0 / 60;
  model.service_time = 60;
  model.patience = 120;
  model.agents = 20;
  model.redials = 0.8;
  model.delay = delay;
  return model;
}

std::vector<double> figures_of(const OrbitModel& model) {
  const OrbitLongRun run = long_run(model);
  CHECK(run.probability_of_limit < 1e-9);
  return {run.attempt_rate / model.arrival_rate, run.attempts.abandoned, run.attempts.delayed, run.attempts.mean_wait};
}

}  // namespace

TEST_CASE("without redials the orbit stays empty and the chain is Erlang A") {
  OrbitModel model = redials_after(60);
  model.redials = 0;
  const laws::SteadyState erlang = laws::erlang_a({model.arrival_rate, 60, 20}, 120, 20);
  const OrbitLongRun run = long_run(model);
  CHECK(run.attempt_rate == Approx(model.arrival_rate));
  CHECK(run.attempts.abandoned == Approx(erlang.probability_of_abandonment));
  CHECK(run.attempts.delayed == Approx(erlang.probability_of_wait));
  CHECK(run.attempts.mean_wait == Approx(erlang.mean_wait));
}

TEST_CASE("the later callers call again, the nearer their attempts are to Erlang A's fixed point") {
  OrbitModel model = redials_after(1500);
  model.agents = 4;
  model.arrival_rate = 4.0 / 60;
  model.most_calls = 40;
  double distance = 1;
  for (const double delay : {60.0, 300.0, 1500.0}) {
    model.delay = delay;
    model.most_in_orbit = static_cast<unsigned>(40 + delay / 15);
    const double limit = laws::rate_with_redials({model.arrival_rate, 60, 4}, 120, 0.8);
    const double now = long_run(model).attempt_rate / limit - 1;
    CHECK(std::abs(now) < distance / 2);
    distance = std::abs(now);
  }
  CHECK(distance < 0.02);
}

TEST_CASE("the experiments with redials expect the fixed point and the chain") {
  const double rate = laws::rate_with_redials({22.0 / 60, 60, 20}, 120, 0.8);
  const laws::SteadyState limit = laws::erlang_a({rate, 60, 20}, 120, 20);
  check_expected("redials_late",
                 {rate / (22.0 / 60), limit.probability_of_abandonment, limit.probability_of_wait, limit.mean_wait});
  check_expected("redials_after_one_service", figures_of(redials_after(60)));
  check_expected("redials_almost_at_once", figures_of(redials_after(6)));
}

TEST_CASE("the experiments with two skills and with a trunk expect what the centre's chain comes to") {
  for (const bool few_lines : {false, true}) {
    const auto model = laws::library_model_as_arm("laws/two_skills.yaml", few_lines ? "few_lines" : "lines_enough");
    const CentreModel described = steady_model_of(model->scenario());
    std::vector<double> exact;
    for (const std::size_t type : {0U, 1U}) {
      const LongRun run = long_run(described, type);
      CHECK(run.full_queue < 1e-8);
      if (few_lines && type == 0) exact.push_back(run.blocked);
      exact.push_back(run.delayed);
      exact.push_back(run.mean_wait);
    }
    check_expected(few_lines ? "two_skills_few_lines" : "two_skills", exact);
  }
}

TEST_CASE("a trunk's lines make Erlang B of as many agents") {
  CentreModel model;
  CallTypeModel calls;
  calls.arrival_rates = {10.0 / 60};
  calls.service_times = {60};
  calls.groups = {0};
  model.call_types = {calls};
  model.groups = {{14, {0}}};
  model.lines = 14;
  const LongRun run = long_run(model, 0);
  CHECK(run.blocked == Approx(laws::erlang_b(14, 10)));
  CHECK(run.delayed == Approx(0).margin(1e-12));
  CHECK_THROWS_AS(TaggedChain(CentreChain(model), 0), std::logic_error);
}

}  // namespace twinline::oracle
