// Does a selection keep its promise? Many selections whose right answer is known are made, and the right ones counted:
// among systems that are drawn, in the configurations where KN has it hardest, and among twenty ways of routing, whose
// replications are taken from a pool that is the whole truth.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/laws/lab_experiments.hpp"

namespace twinline::laws {

/// Selections of one kind.
struct SelectionTally {
  std::string quantity;
  std::optional<double> promised;  ///< probability of a right answer
  std::uint32_t selections = 0, right = 0;
  double replications = 0;  ///< that a selection took on average, over all systems
  double zone = 0;          ///< of indifference

  std::uint32_t wrong() const { return selections - right; }
};

/// KN among 20 normal systems: 19 that are equal and one that is better by just the indifference zone, with and without
/// shared random numbers, with unequal variances; with a standard that is best and one that is not. OCBA with the
/// budget that KN took, where nothing is promised.
std::vector<SelectionTally> drawn_selections(std::uint32_t selections);

/// KN among the arms of laws/twenty_routings.yaml in service level, the indifference zone being the lead of the best
/// over the second: each selection draws its replications with replacement out of `pool` simulated ones, in which the
/// best is known.
std::vector<SelectionTally> routing_selections(std::uint32_t selections, std::uint32_t pool);

/// The same as experiments on the lab: wrong selections, at most as often as KN promises.
std::vector<LabRow> drawn_selection_rows(std::uint32_t selections, std::uint32_t, Size size);
std::vector<LabRow> routing_selection_rows(std::uint32_t selections, std::uint32_t pool, Size size);

}  // namespace twinline::laws
