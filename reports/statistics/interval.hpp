// One estimate with how sure it is. The half-width is that of a two-sided confidence interval over
// replications; the replications are the independent observations, never the calls within them.
#pragma once

#include <cstdint>
#include <optional>

namespace twinline::statistics {

/// The confidence of every interval unless somebody asks for another.
inline constexpr double usual_confidence = 0.95;

struct Interval {
  double estimate = 0;               ///< NaN when nothing was observed
  std::optional<double> half_width;  ///< empty where there is none: fewer than two replications, or nothing observed
  std::uint64_t n = 0;               ///< replications; of two independent samples the smaller number

  double low() const { return estimate - half_width.value_or(0); }
  double high() const { return estimate + half_width.value_or(0); }
};

}  // namespace twinline::statistics
