// From what a procedure of selection found out to a result: means, distances from the best, and the winner's second
// look on fresh callers. Which procedure it was makes no difference here.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "reports/kpi/rank_result.hpp"
#include "sim/lab/observations.hpp"

namespace twinline::sim {

/// What a procedure found out, by system.
struct Selection {
  std::size_t selected = 0;
  std::vector<std::uint64_t> used;  ///< replications
  std::vector<reports::Standing> standings;
  std::vector<std::optional<std::size_t>> eliminated_by;
  std::optional<double> probability_of_best;
};

struct RankReportPlan {
  std::string kpi;          ///< as scenarios name it
  double indifference = 0;  ///< in the KPI's unit; 0: none was named
  /// The system that the selected one is held against; where it is the selected one, the second best is.
  std::size_t reference = 0;
  std::uint64_t fresh_replications = 40;
};

/// All of the result but what it says of the procedure. Nothing when it was stopped.
std::optional<reports::RankResult> rank_report(const scenarios::Scenario& base, std::uint64_t seed,
                                               const Observations& observations, const Selection& selection,
                                               const RankReportPlan& plan, const Effort& effort);

/// The seed of the callers that a winner is looked at on.
std::uint64_t fresh_seed(std::uint64_t seed);

}  // namespace twinline::sim
