// The bootstrap for a difference of two means or ratios: the replications are drawn anew, with replacement, thousands
// of times, and the spread of what comes out stands for the uncertainty. It assumes no shape of the distribution, but
// many replications and, like Student's t, that their number was fixed beforehand. Which replication stands where in
// which drawing is a function of (seed, drawing, place), so that the same replications give the same bounds everywhere.
#pragma once

#include <cstdint>
#include <vector>

#include "reports/statistics/replication_estimates.hpp"
#include "reports/statistics/sample_estimate.hpp"

namespace twinline::statistics {

inline constexpr std::uint32_t bootstrap_drawings = 4000;

class BootstrapDifference {
 public:
  enum class Drawing : std::uint8_t { pairs, each_arm };

  /// Ratio of b minus ratio of a; a mean has denominators 1. Pairs need equally many replications in both arms.
  BootstrapDifference(const Ratio& a, const Ratio& b, Drawing drawing, std::uint64_t seed);

  /// Bounds that miss the truth with probability of about alpha, bias-corrected and accelerated (Efron 1987, Journal of
  /// the American Statistical Association 82). None below two replications, nor where a drawing without any
  /// denominator came up.
  Bounds bounds(Sides sides, double alpha) const;

 private:
  double at_level(double level) const;

  std::vector<double> drawn_;  ///< sorted; empty where there are no bounds
  double bias_ = 0;
  double acceleration_ = 0;
};

}  // namespace twinline::statistics
