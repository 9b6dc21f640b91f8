// Sums in the order of the values, so that the same values give the same bits.
#pragma once

#include <span>

namespace twinline::statistics {

inline double sum(std::span<const double> values) {
  double total = 0;
  for (const double value : values) total += value;
  return total;
}

}  // namespace twinline::statistics
