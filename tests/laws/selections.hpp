// Does a selection keep its promise? Many selections whose right answer is known are made, and the right ones counted:
// among systems that are drawn, in the configurations where KN has it hardest, and among twenty ways of routing, whose
// replications are taken from a pool that is the whole truth.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/statistics/interval.hpp"

namespace twinline::laws {

/// Selections of one kind.
struct SelectionTally {
  std::string quantity;
  double promised = 0;  ///< probability of a right answer
  std::uint32_t selections = 0, right = 0;
  double replications = 0;  ///< that a selection took on average, over all systems

  double share() const { return static_cast<double>(right) / selections; }
  /// Half the width of the 95 % interval of the share, by the normal approximation.
  double half_width() const;
};

/// KN among 20 normal systems: 19 that are equal and one that is better by just the indifference zone, with and without
/// shared random numbers, with unequal variances; with a standard that is best and one that is not. OCBA with the
/// budget that KN took, where nothing is promised.
std::vector<SelectionTally> drawn_selections(std::uint32_t selections);

/// KN among the arms of laws/twenty_routings.yaml in service level, the indifference zone being the lead of the best
/// over the second: each selection draws its replications with replacement out of `pool` simulated ones, in which the
/// best is known.
std::vector<SelectionTally> routing_selections(std::uint32_t selections, std::uint32_t pool);

}  // namespace twinline::laws
