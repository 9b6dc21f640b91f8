// How much more load a centre bears: all arrivals are scaled up, on the same callers, until a target breaks, and there
// each resource by itself is made twice as much, to see whose relief mends it. What resources there are is said by
// reliefs.hpp, what targets by headroom_targets.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "reports/kpi/headroom_result.hpp"
#include "sim/lab/experiment.hpp"
#include "sim/lab/headroom_targets.hpp"

namespace twinline::sim {

struct HeadroomPlan {
  double from = 1, to = 5;  ///< loads, as a factor of the scenario's arrivals
  double step = 0.5;        ///< the load goes up by this until a target breaks …
  double precision = 0.05;  ///< … and the last step is halved until it is this small
};

/// Every load and every relief is Effort::replications of the scenario at this seed. Nothing when it was stopped.
/// Throws std::invalid_argument for a plan that makes no sense, and for a scenario whose replications are tied
/// together, corrected, or but one.
std::optional<reports::HeadroomResult> headroom(const scenarios::Scenario& scenario,
                                                std::span<const WatchedTarget> targets, std::uint64_t seed,
                                                const HeadroomPlan& plan, Effort effort);

}  // namespace twinline::sim
