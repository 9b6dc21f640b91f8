#include "reports/statistics/holm.hpp"

#include <algorithm>
#include <numeric>

namespace twinline::statistics {

std::vector<double> holm(std::span<const double> p_values) {
  std::vector<std::size_t> by_size(p_values.size());
  std::iota(by_size.begin(), by_size.end(), std::size_t{0});
  std::stable_sort(by_size.begin(), by_size.end(),
                   [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  std::vector<double> adjusted(p_values.size());
  double largest = 0;
  for (std::size_t rank = 0; rank < by_size.size(); ++rank) {
    const double factor = static_cast<double>(by_size.size() - rank);
    largest = std::max(largest, std::min(1.0, factor * p_values[by_size[rank]]));
    adjusted[by_size[rank]] = largest;
  }
  return adjusted;
}

}  // namespace twinline::statistics
