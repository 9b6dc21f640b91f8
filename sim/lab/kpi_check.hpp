// KPI regression: a scenario's arms are measured once and kept as a baseline; later the same replications are run again
// and paired with it. Here they are run; reports/kpi/regression_watch.hpp judges, and files are the caller's business.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/kpi/baseline.hpp"
#include "reports/kpi/kpi_check.hpp"
#include "sim/lab/comparison.hpp"

namespace twinline::sim {

/// What the arms come to now, at the scenario's seed: Effort::replications of each, in the KPIs that `base` checks.
/// Nothing when it was stopped.
std::optional<reports::Baseline> measure(const scenarios::Scenario& base, std::span<const ComparedArm> arms,
                                         const Effort& effort);

/// Why the baseline cannot be held against these arms, a clause each: another version of the model, arms that changed
/// and in what, arms and KPIs that are new, arms that are gone. Empty: it can be.
std::vector<std::string> objections(const reports::Baseline& baseline, const scenarios::Scenario& base,
                                    std::span<const ComparedArm> arms);

/// Holds each arm against its baseline, to which there are no objections, at the baseline's seed. Each arm stops when
/// its KPIs are settled, or after Effort::replications, which are no more than the baseline has. `alpha` is the chance
/// that any single bound is wrong. Nothing when it was stopped.
std::optional<std::vector<reports::CheckedArm>> check(const scenarios::Scenario& base,
                                                      std::span<const ComparedArm> arms,
                                                      const reports::Baseline& baseline, double alpha,
                                                      const Effort& effort);

}  // namespace twinline::sim
