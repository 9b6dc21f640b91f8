// What a selection among many systems came to, as plain data: the lab fills it, the renderers show it. The means of the
// selection are what it went by, and the best of them is flattered by having been picked; `fresh` is not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/kpi/results.hpp"

namespace twinline::reports {

enum class RankProcedure : std::uint8_t {
  kim_nelson,         ///< fully sequential, with a promise
  budget_allocation,  ///< OCBA: the most for a budget, without one
  search,             ///< among numbers, point by point; without one
};

enum class Standing : std::uint8_t {
  selected,
  remaining,   ///< the budget ended before it was told apart from the best
  eliminated,  ///< shown to be worse, or not better than the standard by enough
  behind,      ///< of a procedure that eliminates nobody
};

struct RankedSystem {
  Arm arm;
  Standing standing = Standing::behind;
  double mean = 0;                   ///< over its replications
  std::optional<double> half_width;  ///< 95 %, of this system alone
  std::uint64_t n = 0;               ///< replications that the procedure used of it
  std::string eliminated_by;         ///< the name of a system; empty unless eliminated
  Difference to_selected;            ///< b is this system, a the selected one; over the replications that both have
};

/// The selected system once more, on callers that no selection has seen.
struct FreshLook {
  std::uint64_t seed = 0;
  std::uint64_t replications = 0;
  Estimate selected;
  Estimate reference;
  Difference difference;  ///< selected minus reference, paired
};

struct RankResult {
  RunIdentity identity;  ///< replications: all that the procedure used, over all systems
  KpiDefinition kpi;
  Dimensions by;
  RankProcedure procedure = RankProcedure::kim_nelson;
  double confidence = 0;          ///< that is promised; of a procedure that promises none, 0
  double indifference = 0;        ///< the smallest difference worth finding, in the KPI's unit; 0: none was named
  std::uint64_t first_stage = 0;  ///< replications of each system before anything is judged
  std::optional<std::uint64_t> budget;
  std::string standard;                       ///< the name of the system that others must beat; empty: none
  std::optional<double> probability_of_best;  ///< estimated; of OCBA
  std::vector<RankedSystem> systems;          ///< the selected one first, then from good to bad
  std::optional<FreshLook> fresh;
  std::vector<std::string> assumptions;  ///< uncalibrated effects, to stand beside the verdict
};

}  // namespace twinline::reports
