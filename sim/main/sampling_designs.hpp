// How a scenario wants its replications drawn, against what a command can make of them. Pairs, strata, controls and
// batches each have intervals of their own; where a method knows nothing of them, it is refused in words rather than
// computed wrongly.
#pragma once

#include <cstdint>
#include <vector>

#include "reports/kpi/totals.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/lab/comparison.hpp"

namespace twinline::cli {

/// Whether so many replications make whole blocks of the scenario's variance reduction, and batches have the detail
/// that they are made of; else says on standard error what would do.
bool can_be_run(const scenarios::Scenario& scenario, std::uint64_t replications, reports::Detail detail);

/// Whether the arms are drawn in the same way, and in one that the plan's method can compare so many replications of;
/// else says why not on standard error.
bool can_be_compared(const std::vector<sim::ComparedArm>& arms, const sim::ComparisonPlan& plan,
                     std::uint64_t replications);

}  // namespace twinline::cli
