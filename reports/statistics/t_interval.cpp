#include "reports/statistics/t_interval.hpp"

#include <cmath>
#include <limits>

#include "reports/statistics/reference_distributions.hpp"

namespace twinline::statistics {

namespace {

bool has_spread(const SampleEstimate& sample) {
  return sample.n >= 2 && std::isfinite(sample.variance) && std::isfinite(sample.estimate);
}

}  // namespace

Interval t_interval(const SampleEstimate& sample, double confidence) {
  Interval interval{sample.estimate, std::nullopt, sample.n};
  if (sample.n >= 2 && std::isfinite(sample.variance)) {
    interval.half_width = student_t_quantile(0.5 + confidence / 2, sample.degrees) * std::sqrt(sample.variance);
  }
  return interval;
}

Bounds t_bounds(const SampleEstimate& sample, Sides sides, double alpha) {
  if (!has_spread(sample)) return {};
  if (sides == Sides::two) {
    const Interval interval = t_interval(sample, 1 - alpha);
    return {interval.low(), interval.high()};
  }
  return bounds_at(sample.estimate, student_t_quantile(1 - alpha, sample.degrees) * std::sqrt(sample.variance), sides);
}

double t_p_value(const SampleEstimate& sample, Sides sides) {
  if (!has_spread(sample)) return std::numeric_limits<double>::quiet_NaN();
  const double towards = sides == Sides::below   ? -sample.estimate
                         : sides == Sides::above ? sample.estimate
                                                 : std::abs(sample.estimate);
  if (sample.variance == 0) return towards > 0 ? 0 : 1;
  const double tail = student_t_cumulative(-towards / std::sqrt(sample.variance), sample.degrees);
  return sides == Sides::two ? 2 * tail : tail;
}

}  // namespace twinline::statistics
