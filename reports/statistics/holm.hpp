// Several questions asked of one experiment. Each at 5 % would find something among twenty that are nothing more often
// than not; Holm's step-down method keeps the chance of any false finding at 5 %, whatever the figures have in common
// (Holm 1979, Scandinavian Journal of Statistics 6). It takes p-values of any kind; from anytime p-values it makes
// anytime ones.
#pragma once

#include <span>
#include <vector>

namespace twinline::statistics {

/// The p-values adjusted for being so many, in the order given: what is at most alpha may be called found. At most 1.
std::vector<double> holm(std::span<const double> p_values);

}  // namespace twinline::statistics
