// The difference of two ratios of sums, and its variance, kept up to date pair by pair: what an experiment that is
// looked at after every replication needs, at a cost that does not grow with the replications seen. A mean is a ratio
// whose denominators are 1.
#pragma once

#include <array>
#include <cstdint>

#include "reports/statistics/sample_estimate.hpp"

namespace twinline::statistics {

/// One replication's part of a ratio of sums.
struct RatioPart {
  double numerator = 0, denominator = 1;
};

/// Means and products of deviations of (numerator and denominator of a, b's minus a's), by Welford's updates. Taking
/// the differences first makes arms that agree in every replication differ by exactly nothing, variance included.
class PairedMoments {
 public:
  void add(RatioPart a, RatioPart b);

  std::uint64_t n() const { return n_; }

  /// Ratio of b minus ratio of a. Its variance is the delta method's: that of the mean of
  ///   (numerator_b - ratio_b denominator_b) / mean denominator_b - the same of a,
  /// linearised around the present estimates. NaN where a mean denominator is 0, without variance below two pairs.
  SampleEstimate difference() const;

 private:
  std::uint64_t n_ = 0;
  std::array<double, 4> mean_{};
  std::array<std::array<double, 4>, 4> products_{};
};

}  // namespace twinline::statistics
