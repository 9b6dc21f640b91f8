// Which of several things a uniform number falls on, when each has its share of the numbers. Where the number comes
// from is the caller's business.
#pragma once

#include <cstddef>
#include <vector>

namespace twinline::sim {

/// The position of the share that the number, between 0 and 1, falls into; shares sum to 1 but for rounding, and
/// nothing is chosen whose share is 0.
inline std::size_t chosen(const std::vector<double>& shares, double number) {
  std::size_t last = 0;
  for (std::size_t position = 0; position < shares.size(); ++position) {
    if (shares[position] == 0) continue;
    if (number < shares[position]) return position;
    number -= shares[position];
    last = position;
  }
  return last;
}

}  // namespace twinline::sim
