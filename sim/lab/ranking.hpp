// Which of many systems is best in one KPI: replications are run as a procedure of selection asks for them, on the same
// callers for every system, and the winner is looked at again on fresh ones. The procedures themselves are in
// reports/statistics (kim_nelson.hpp, budget_allocation.hpp). Replications are computed in blocks of fixed index, and
// what a block has beyond the procedure's end is not used: the same bytes for any crew.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "reports/kpi/rank_result.hpp"
#include "sim/lab/comparison.hpp"
#include "sim/lab/experiment.hpp"

namespace twinline::sim {

struct RankingPlan {
  std::string kpi;  ///< as scenarios name it; it must have a good direction
  reports::RankProcedure procedure = reports::RankProcedure::kim_nelson;
  double confidence = 0.95;
  double indifference = 0;              ///< in the KPI's unit
  std::uint64_t first_stage = 20;       ///< replications of each system
  std::optional<std::uint64_t> budget;  ///< replications of all systems together; OCBA needs one
  std::optional<std::size_t> standard;  ///< the number of the system that others must beat
  std::uint64_t fresh_replications = 40;
};

/// `base` is the scenario as the file has it: its name and hash. Of the effort, `replications` and `detail` are not
/// looked at. Nothing when it was stopped. Throws std::invalid_argument for a plan that makes no sense and
/// std::runtime_error where a replication has nothing to observe.
std::optional<reports::RankResult> rank(const scenarios::Scenario& base, std::span<const ComparedArm> systems,
                                        std::uint64_t seed, const RankingPlan& plan, const Effort& effort);

}  // namespace twinline::sim
