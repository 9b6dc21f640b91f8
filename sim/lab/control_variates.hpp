// What is known of replications before they are run: how many calls come in each, how much work they bring, how busy
// its days are. Their expectations follow from the scenario, so they can correct what is estimated
// (reports/statistics/control_variates.hpp). Computed from the demand alone, which no policy can change.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/kpi/reduced_estimates.hpp"
#include "sim/lab/model.hpp"

namespace twinline::sim {

/// The scenario's blocks and control variates over so many replications of a seed; whole blocks only. First attempts
/// count, logged calls do not: a log has no expectation but itself.
reports::Sampling sampling_of(const Model& model, std::uint64_t seed, std::uint64_t replications);

/// In words: "antithetic pairs", "8 strata of busyness", "control variates (arrivals, offered_load)". Empty where the
/// scenario has none.
std::vector<std::string> methods_of(const scenarios::VarianceReduction& reduction);

}  // namespace twinline::sim
