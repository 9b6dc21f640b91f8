// What a sample of replications says of one figure before anybody asks how sure it is: an estimate and the variance of
// that estimate. Each kind of interval makes bounds and a p-value of it: t_interval.hpp for a number of replications
// that was fixed beforehand, t_mixture.hpp for one that depends on what was seen.
#pragma once

#include <cstdint>
#include <limits>

namespace twinline::statistics {

struct SampleEstimate {
  double estimate = 0;  ///< NaN when nothing was observed
  double variance = 0;  ///< of the estimate; NaN where there is none
  std::uint64_t n = 0;  ///< replications; of two independent samples the smaller number
  double degrees = 0;   ///< of freedom that the variance has
};

/// What is asked of a figure: whether it differs from zero, or only whether it lies on one side of it.
enum class Sides : std::uint8_t { two, above, below };

/// Where a figure lies. The open end of a one-sided question is infinite; both are NaN where nothing can be said.
struct Bounds {
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
};

/// Bounds at a distance from the estimate, on the sides that were asked for.
inline Bounds bounds_at(double estimate, double distance, Sides sides) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return {sides == Sides::below ? -infinity : estimate - distance,
          sides == Sides::above ? infinity : estimate + distance};
}

}  // namespace twinline::statistics
