// What a partial rollout will find out, and do, in a centre: simulated beforehand, many times over. The truth is all
// calls under the candidate against all under the incumbent, on the same callers; a rollout sees both side by side, and
// where they share agents each arm's calls feel what the other's do. How much that matters is a question of the centre
// and of how calls are dealt out, and is answered here for each way.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "reports/rollout/forecast.hpp"
#include "reports/rollout/terms.hpp"
#include "sim/lab/comparison.hpp"
#include "sim/lab/experiment.hpp"
#include "sim/lab/rollout_day.hpp"

namespace twinline::sim {

/// Rollouts with the indices from 0 on, in that order, whoever computed them. Of the effort, replications, workers,
/// progress and stop are looked at. Empty when it was stopped.
std::vector<RolloutDay> simulate_rollouts(const RolloutDesign& design, std::uint64_t seed, const Effort& effort);

/// The ways of dealing calls out that are held against the truth: by call under each rule for freed agents, by block.
/// Each has the wanted one's share, blocks and wash-out where it has a use for them.
std::vector<SplitRule> designs_beside(const SplitRule& wanted);

/// Share of rollouts with an interval that holds the truth, and the bias, of one question of rollouts that were
/// simulated on the callers of `truths`, the true differences by index. `tolerance` is what of a bias does not matter.
rollout::DesignKpi design_kpi(const std::string& kpi, std::size_t question, std::span<const RolloutDay> days,
                              std::span<const double> truths, double tolerance);

/// What became of rollouts that their guardrails ended.
rollout::ExposureForecast exposure_of(std::span<const RolloutDay> days);

/// The arms' models must be of the same scenario but for the routing policy. Of the effort, `enough` and `detail` are
/// not looked at. Nothing when it was stopped. Throws std::invalid_argument for terms that cannot be watched.
std::optional<rollout::RolloutForecast> forecast_rollout(const ComparedArm& incumbent, const ComparedArm& candidate,
                                                         const rollout::RolloutTerms& terms, std::uint64_t seed,
                                                         const Effort& effort);

}  // namespace twinline::sim
