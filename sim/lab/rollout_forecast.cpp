#include "sim/lab/rollout_forecast.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "reports/kpi/observation.hpp"
#include "reports/kpi/regression_watch.hpp"
#include "reports/rollout/advice.hpp"
#include "reports/statistics/replication_estimates.hpp"
#include "reports/statistics/t_interval.hpp"
#include "reports/statistics/undefined.hpp"
#include "sim/lab/rollout_bands.hpp"
#include "sim/lab/rollout_disagreement.hpp"
#include "sim/lab/run_identity.hpp"
#include "sim/lab/thread_team.hpp"

namespace twinline::sim {
namespace {

using reports::ReplicationTotals;
using rollout::Bias;
using statistics::Interval;

/// A result for each index, in that order. Empty when it was stopped.
template <class Result, class Compute>
std::vector<Result> by_index(const Effort& effort, Compute compute) {
  std::vector<Result> results(effort.replications);
  TeamWork<Result> work;
  work.tasks = effort.replications;
  work.make_worker = [&]() -> typename TeamWork<Result>::Worker { return compute; };
  work.take = [&](std::uint64_t number, Result&& result) {
    results[number] = std::move(result);
    return true;
  };
  work.progress = effort.progress;
  work.stop = effort.stop;
  if (!ThreadTeam(work).perform(effort.workers)) return {};
  return results;
}

/// A share of rollouts, each of which is one or none.
Interval share_interval(const std::vector<double>& ones) { return statistics::mean_interval(ones); }

rollout::Spread spread_of(const std::vector<double>& values) {
  return {statistics::mean_interval(values).estimate, quantile_of(values, 0.5), quantile_of(values, 0.9)};
}

Bias verdict_on(const Interval& bias, double tolerance) {
  if (!bias.half_width) return Bias::undecided;
  if (bias.low() >= -tolerance && bias.high() <= tolerance) return Bias::negligible;
  return bias.low() > 0 || bias.high() < 0 ? Bias::biased : Bias::undecided;
}

/// One KPI under one policy, replication by replication.
std::vector<double> values_of(const std::string& kpi, const Model& model,
                              std::span<const ReplicationTotals> replications) {
  const Centre& centre = model.scenario().centre;
  const auto named = reports::resolve_kpi(centre, kpi);
  std::vector<double> values;
  for (const ReplicationTotals& totals : replications) {
    values.push_back(reports::observed(*named, centre, model.grid(), totals));
  }
  return values;
}

/// The truth about one question, and what of a bias does not matter.
struct Truth {
  std::vector<double> differences;  // by index
  double tolerance = 0;
};

Truth truth_about(const std::string& kpi, const ComparedArm& incumbent, const ComparedArm& candidate,
                  std::span<const std::vector<ReplicationTotals>> totals) {
  const auto before = values_of(kpi, *incumbent.model, totals[0]);
  const auto after = values_of(kpi, *candidate.model, totals[1]);
  Truth truth;
  for (std::size_t index = 0; index < before.size(); ++index) truth.differences.push_back(after[index] - before[index]);
  const auto named = reports::resolve_kpi(incumbent.model->scenario().centre, kpi);
  truth.tolerance = reports::tolerance_on(named->kpi->unit, {}, statistics::mean_interval(before).estimate);
  return truth;
}

bool is_wanted(const SplitRule& design, const SplitRule& wanted) {
  return design.by == wanted.by && (design.by == SplitBy::block || design.freed_agent == wanted.freed_agent);
}

void refuse_what_cannot_be_simulated(const ComparedArm& incumbent, const rollout::RolloutTerms& terms) {
  if (terms.split.by == SplitBy::queue) {
    throw std::invalid_argument("by queue nothing is dealt by chance, so there is nothing to forecast");
  }
  const scenarios::Scenario& scenario = incumbent.model->scenario();
  if (scenario.horizon.steady_state || scenario.variance_reduction.is_used()) {
    throw std::invalid_argument(
        fmt::format("rollouts are simulated as days come; take {} out of the scenario",
                    scenario.horizon.steady_state ? "horizon.steady_state" : "variance_reduction"));
  }
  for (const rollout::Question& question : terms.questions) {
    const std::string objection = rollout::objection_to(scenario.centre, question.kpi);
    if (!objection.empty()) throw std::invalid_argument(fmt::format("{}: {}", question.kpi, objection));
  }
}

}  // namespace

std::vector<RolloutDay> simulate_rollouts(const RolloutDesign& design, std::uint64_t seed, const Effort& effort) {
  return by_index<RolloutDay>(effort, [&](std::uint64_t index) { return simulate_rollout(design, {seed, index}); });
}

std::vector<SplitRule> designs_beside(const SplitRule& wanted) {
  constexpr double usual_share = 0.5;
  SplitRule by_call = wanted;
  by_call.by = SplitBy::call;
  if (by_call.ramp.empty()) by_call.ramp = {{Duration{0}, usual_share}};
  SplitRule longest_waiting = by_call, drawn = by_call, by_block = wanted;
  longest_waiting.freed_agent = FreedAgent::longest_waiting;
  drawn.freed_agent = FreedAgent::drawn;
  by_block.by = SplitBy::block;
  if (wanted.by != SplitBy::block) by_block.ramp.clear();
  return {longest_waiting, drawn, by_block};
}

rollout::DesignKpi design_kpi(const std::string& kpi, std::size_t question, std::span<const RolloutDay> days,
                              std::span<const double> truths, double tolerance) {
  const double truth = statistics::mean_interval(truths).estimate;
  std::vector<double> estimates, biases, covered;
  for (std::size_t index = 0; index < days.size(); ++index) {
    const statistics::SampleEstimate& found = days[index].differences[question];
    if (!std::isfinite(found.estimate)) continue;
    estimates.push_back(found.estimate);
    biases.push_back(found.estimate - truths[index]);
    const Interval interval = statistics::t_interval(found);
    if (interval.half_width) covered.push_back(interval.low() <= truth && truth <= interval.high() ? 1 : 0);
  }
  rollout::DesignKpi told{kpi, statistics::mean_interval(estimates), statistics::mean_interval(biases), Bias::undecided,
                          share_interval(covered)};
  told.verdict = verdict_on(told.bias, tolerance);
  return told;
}

rollout::ExposureForecast exposure_of(std::span<const RolloutDay> days) {
  std::vector<double> rolled_back, shares, hours;
  for (const RolloutDay& day : days) {
    rolled_back.push_back(day.until_rollback ? 1 : 0);
    if (day.calls > 0) shares.push_back(static_cast<double>(day.exposed) / static_cast<double>(day.calls));
    if (day.until_rollback) hours.push_back(in_seconds(*day.until_rollback) / 3600);
  }
  return {share_interval(rolled_back), spread_of(shares), spread_of(hours)};
}

std::optional<rollout::RolloutForecast> forecast_rollout(const ComparedArm& incumbent, const ComparedArm& candidate,
                                                         const rollout::RolloutTerms& terms, std::uint64_t seed,
                                                         const Effort& effort) {
  refuse_what_cannot_be_simulated(incumbent, terms);
  const scenarios::Scenario& scenario = incumbent.model->scenario();
  rollout::RolloutForecast forecast;
  forecast.identity = identity_of(scenario, seed, effort.replications);
  forecast.incumbent = incumbent.label;
  forecast.candidate = candidate.label;
  forecast.split = terms.split;
  forecast.assumptions = assumptions_of(scenario);

  Effort in_full = effort;
  in_full.detail = reports::Detail::full;
  const std::vector<SeededModel> arms{{incumbent.model.get(), seed}, {candidate.model.get(), seed}};
  const auto totals = replicate(arms, in_full);
  if (totals.empty()) return std::nullopt;
  std::vector<Truth> truths;
  for (const rollout::Question& question : terms.questions) {
    truths.push_back(truth_about(question.kpi, incumbent, candidate, totals));
    const auto named = reports::resolve_kpi(scenario.centre, question.kpi);
    forecast.truth.push_back(
        {question.kpi, named->kpi->unit, statistics::mean_interval(truths.back().differences), question.limit});
  }
  forecast.incumbent_bands = bands_of(*incumbent.model, totals[0], terms.questions);
  forecast.candidate_bands = bands_of(*candidate.model, totals[1], terms.questions);

  RolloutDesign design{incumbent.model.get(), scenario.routing, candidate.model->scenario().routing, terms};
  for (const SplitRule& split : designs_beside(terms.split)) {
    design.terms.split = split;
    const auto days = simulate_rollouts(design, seed, effort);
    if (days.empty()) return std::nullopt;
    rollout::DesignForecast told{split.by, split.freed_agent, {}};
    for (std::size_t question = 0; question < truths.size(); ++question) {
      told.kpis.push_back(design_kpi(terms.questions[question].kpi, question, days, truths[question].differences,
                                     truths[question].tolerance));
    }
    forecast.designs.push_back(std::move(told));
    if (is_wanted(split, terms.split)) forecast.exposure = exposure_of(days);
  }

  design.terms.split = terms.split;
  design.candidate = design.incumbent;
  const auto equal = simulate_rollouts(design, seed, effort);
  if (equal.empty()) return std::nullopt;
  forecast.false_rollbacks = exposure_of(equal).rolled_back;
  const auto disagreements = by_index<double>(effort, [&](std::uint64_t index) {
    return disagreement_with(candidate.model->scenario().routing, *incumbent.model, {seed, index});
  });
  if (disagreements.empty()) return std::nullopt;
  forecast.disagreement = statistics::mean_interval(disagreements);
  forecast.advice = rollout::advice(forecast);
  return forecast;
}

}  // namespace twinline::sim
