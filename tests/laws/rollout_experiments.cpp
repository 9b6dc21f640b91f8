#include "tests/laws/rollout_experiments.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "reports/kpi/kpis.hpp"
#include "reports/kpi/observation.hpp"
#include "reports/statistics/replication_estimates.hpp"
#include "sim/lab/rollout_bands.hpp"
#include "sim/lab/rollout_forecast.hpp"
#include "tests/laws/library.hpp"

namespace twinline::laws {
namespace {

using statistics::Interval;

const std::string scenario = "laws/rollout_day.yaml";
constexpr std::uint64_t seed_of_rollouts = 1, seed_of_forecast = 2;

sim::Effort effort_of(std::uint32_t replications) {
  sim::Effort effort;
  effort.replications = replications;
  return effort;
}

rollout::RolloutTerms terms_of(SplitRule split) {
  return {std::move(split), {{"service_level", 0.0}, {"abandonment_rate", 0.0}, {"mean_wait", 0.0}}};
}

SplitRule canary() {
  SplitRule split;
  split.ramp = {{0s, 0.1}};
  return split;
}

/// Short blocks, so that a day has more than the fifty pairs before which nothing is judged.
SplitRule short_blocks() {
  SplitRule split;
  split.by = SplitBy::block;
  split.block = 10min;
  split.wash_out = 3min;
  return split;
}

std::uint32_t rolled_back(const std::vector<sim::RolloutDay>& days) {
  return static_cast<std::uint32_t>(std::count_if(
      days.begin(), days.end(), [](const sim::RolloutDay& day) { return day.until_rollback.has_value(); }));
}

std::vector<double> shares_exposed(const std::vector<sim::RolloutDay>& days) {
  std::vector<double> shares;
  for (const sim::RolloutDay& day : days) {
    shares.push_back(static_cast<double>(day.exposed) / static_cast<double>(day.calls));
  }
  return shares;
}

/// A figure that was foretold: within so much of it, and at reduced size only told.
LabRow foretold(std::string quantity, double expected, double measured, double half_width, double within, Size size) {
  const bool holds = std::abs(measured - expected) <= within * std::abs(expected);
  const bool full = size == Size::full;
  return {std::move(quantity),
          expected,
          "forecast from other seeds",
          measured,
          half_width,
          full ? fmt::format("within {:g} % of that", within * 100) : "published only",
          holds || !full};
}

LabRow told(std::string quantity, double expected, std::string source, const Interval& measured) {
  return {std::move(quantity), expected, std::move(source), measured.estimate, measured.half_width.value_or(0),
          "published only",    true};
}

LabRow excludes_zero(std::string quantity, const Interval& measured, Size size) {
  const bool excludes = measured.low() > 0 || measured.high() < 0;
  const bool full = size == Size::full;
  return {std::move(quantity),
          0,
          "no bias",
          measured.estimate,
          measured.half_width.value_or(0),
          full ? "its interval excludes that" : "published only",
          excludes || !full};
}

/// The incumbent's policy against the candidate's.
struct Arms {
  sim::ComparedArm incumbent{{"at_once", {}}, library_model_as_arm(scenario, "at_once")};
  sim::ComparedArm candidate{{"later", {}}, library_model_as_arm(scenario, "later")};

  sim::RolloutDesign design(rollout::RolloutTerms terms) const {
    return {incumbent.model.get(), incumbent.model->scenario().routing, candidate.model->scenario().routing,
            std::move(terms)};
  }
};

/// Candidate minus incumbent in service level, day by day on the same callers.
std::vector<double> true_differences(const Arms& arms, std::uint32_t days) {
  sim::Effort effort = effort_of(days);
  effort.detail = reports::Detail::counts;
  const std::vector<sim::SeededModel> models{{arms.incumbent.model.get(), seed_of_rollouts},
                                             {arms.candidate.model.get(), seed_of_rollouts}};
  const auto totals = sim::replicate(models, effort);
  const Centre& centre = arms.incumbent.model->scenario().centre;
  const auto kpi = reports::resolve_kpi(centre, "service_level");
  std::vector<double> differences;
  for (std::uint32_t day = 0; day < days; ++day) {
    const auto level = [&](std::size_t arm) {
      return reports::observed(*kpi, centre, arms.incumbent.model->grid(), totals[arm][day]);
    };
    differences.push_back(level(1) - level(0));
  }
  return differences;
}

const rollout::DesignKpi& service_level_of(const rollout::RolloutForecast& forecast, SplitBy by, FreedAgent freed) {
  for (const rollout::DesignForecast& design : forecast.designs) {
    if (design.by == by && (by == SplitBy::block || design.freed_agent == freed)) return design.kpis.front();
  }
  throw std::logic_error("a forecast has every design");
}

/// What one way of dealing calls out finds of the service level.
rollout::DesignKpi found_by(const std::vector<sim::RolloutDay>& days, std::span<const double> truths) {
  return sim::design_kpi("service_level", 0, days, truths, 0);
}

}  // namespace

std::vector<LabRow> equal_rollouts(std::uint32_t rollouts, std::uint32_t, Size size) {
  const Arms arms;
  std::vector<LabRow> rows;
  for (const auto& [words, split] :
       {std::pair{"by call, 10 %: rolled back by any of three guardrails", canary()},
        std::pair{"by block of 10 min: rolled back by any of three guardrails", short_blocks()}}) {
    sim::RolloutDesign design = arms.design(terms_of(split));
    design.candidate = design.incumbent;
    const auto days = sim::simulate_rollouts(design, seed_of_rollouts, effort_of(rollouts));
    rows.push_back(at_most(words, rollout::family_alpha, rolled_back(days), rollouts, size));
  }
  return rows;
}

std::vector<LabRow> bad_rollouts(std::uint32_t rollouts, std::uint32_t forecast_of, Size size) {
  const Arms arms;
  rollout::RolloutTerms terms = terms_of(canary());
  terms.split.wash_out = 10min;  // of the half hours that the switchback has
  const auto forecast =
      sim::forecast_rollout(arms.incumbent, arms.candidate, terms, seed_of_forecast, effort_of(forecast_of));

  const std::vector<double> truths = true_differences(arms, rollouts);
  const Interval truth = statistics::mean_interval(truths);
  std::vector<LabRow> rows{told("true difference in service level", -0.05, "the candidate's making", truth)};
  for (const SplitRule& split : sim::designs_beside(terms.split)) {
    const auto days =
        sim::simulate_rollouts(arms.design({split, terms.questions}), seed_of_rollouts, effort_of(rollouts));
    const rollout::DesignKpi found = found_by(days, truths);
    const rollout::DesignKpi& predicted = service_level_of(*forecast, split.by, split.freed_agent);
    if (split.by == SplitBy::block) {
      rows.push_back(
          told("switchback by half hours: bias", predicted.bias.estimate, "forecast from other seeds", found.bias));
      rows.push_back(within_range("switchback by half hours: its interval holds the truth", 0.95, 0.93, 0.97,
                                  static_cast<std::uint32_t>(std::lround(found.coverage.estimate * rollouts)), rollouts,
                                  size));
      continue;
    }
    const bool is_canary = split.freed_agent == FreedAgent::longest_waiting;
    const std::string words =
        is_canary ? "by call, 10 %, freed agents by longest wait" : "by call, 10 %, freed agents drawn";
    rows.push_back(excludes_zero(words + ": bias", found.bias, size));
    rows.push_back(foretold(words + ": bias, foretold", predicted.bias.estimate, found.bias.estimate,
                            found.bias.half_width.value_or(0), 0.2, size));
    if (!is_canary) continue;
    rows.push_back(published("canary: rolled back", forecast->exposure.rolled_back.estimate,
                             "forecast from other seeds", rolled_back(days), rollouts));
    const std::vector<double> shares = shares_exposed(days);
    rows.push_back(told("canary: share of the day's calls exposed, mean", forecast->exposure.share_exposed.mean,
                        "forecast from other seeds", statistics::mean_interval(shares)));
    rows.push_back(foretold("canary: share of the day's calls exposed, 90th percentile",
                            forecast->exposure.share_exposed.p90, sim::quantile_of(shares, 0.9), 0, 0.25, size));
  }
  return rows;
}

}  // namespace twinline::laws
