#include "reports/statistics/paired_moments.hpp"

#include <algorithm>

#include "reports/statistics/undefined.hpp"

namespace twinline::statistics {

void PairedMoments::add(RatioPart a, RatioPart b) {
  const std::array<double, 4> values{a.numerator, a.denominator, b.numerator - a.numerator,
                                     b.denominator - a.denominator};
  ++n_;
  std::array<double, 4> before{}, after{};
  for (std::size_t i = 0; i < 4; ++i) {
    before[i] = values[i] - mean_[i];
    mean_[i] += before[i] / static_cast<double>(n_);
    after[i] = values[i] - mean_[i];
  }
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j <= i; ++j) products_[i][j] += before[i] * after[j];
  }
}

SampleEstimate PairedMoments::difference() const {
  const auto& [numerator_a, denominator_a, more_numerator, more_denominator] = mean_;
  const double denominator_b = denominator_a + more_denominator;
  const double degrees = n_ == 0 ? 0 : static_cast<double>(n_ - 1);
  if (denominator_a == 0 || denominator_b == 0) return {undefined, undefined, n_, degrees};
  const double ratio_a = numerator_a / denominator_a;
  const double ratio_b = (numerator_a + more_numerator) / denominator_b;
  if (n_ < 2) return {ratio_b - ratio_a, undefined, n_, degrees};
  // How the difference moves with each of the four means.
  const std::array<double, 4> slope{1 / denominator_b - 1 / denominator_a,
                                    ratio_a / denominator_a - ratio_b / denominator_b, 1 / denominator_b,
                                    -ratio_b / denominator_b};
  double squares = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    squares += slope[i] * slope[i] * products_[i][i];
    for (std::size_t j = 0; j < i; ++j) squares += 2 * slope[i] * slope[j] * products_[i][j];
  }
  return {ratio_b - ratio_a, std::max(0.0, squares) / degrees / static_cast<double>(n_), n_, degrees};
}

}  // namespace twinline::statistics
