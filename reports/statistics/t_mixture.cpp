#include "reports/statistics/t_mixture.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "reports/statistics/exact_math.hpp"
#include "reports/statistics/reference_distributions.hpp"

namespace twinline::statistics {

namespace {

constexpr double without_end = std::numeric_limits<double>::infinity();

/// The evidence of T standard errors after n replications, as logarithms.
struct Evidence {
  double n, r;

  explicit Evidence(std::uint64_t replications)
      : n(static_cast<double>(replications)), r(t_mixture_precision / (n + t_mixture_precision)) {}

  double two_sided(double t) const {
    const double u = t * t / (n - 1);
    return (exact_log(r) + n * (exact_log1p(u) - exact_log1p(r * u))) / 2;
  }

  double one_sided(double t) const {
    const double u = t * t / (n - 1);
    const double q = n * std::sqrt(u / ((n + t_mixture_precision) * (1 + r * u)));
    return two_sided(t) + exact_log(2 * student_t_cumulative(t < 0 ? -q : q, n));
  }

  /// The T at which the two-sided evidence is so much; infinite where no T gives it.
  double two_sided_inverse(double log_evidence) const {
    const double most = exact_exp((2 * log_evidence - exact_log(r)) / n);  // of (1 + u) / (1 + r u), which is below 1/r
    return most * r < 1 ? std::sqrt((n - 1) * (most - 1) / (1 - most * r)) : without_end;
  }

  /// One-sided evidence lies between the two-sided one and twice that: so does its inverse.
  double one_sided_inverse(double log_evidence) const {
    double low = two_sided_inverse(log_evidence - exact_math_tables::log_two_parts.high);
    double high = two_sided_inverse(log_evidence);
    if (!std::isfinite(high)) return without_end;
    while (high - low > high * 1e-12) {
      const double middle = low + (high - low) / 2;
      (one_sided(middle) < log_evidence ? low : high) = middle;
    }
    return high;
  }
};

bool is_looked_at(const SampleEstimate& sample) {
  return sample.n >= first_look && std::isfinite(sample.variance) && std::isfinite(sample.estimate) &&
         (sample.variance > 0 || sample.n >= enough_equal);
}

}  // namespace

double t_mixture_factor(std::uint64_t n, Sides sides, double alpha) {
  const Evidence evidence(n);
  const double wanted = -exact_log(alpha);
  return sides == Sides::two ? evidence.two_sided_inverse(wanted) : evidence.one_sided_inverse(wanted);
}

Bounds t_mixture_bounds(const SampleEstimate& sample, Sides sides, double alpha) {
  if (!is_looked_at(sample)) return {};
  if (sample.variance == 0) return bounds_at(sample.estimate, 0, sides);
  const double factor = t_mixture_factor(sample.n, sides, alpha);
  return std::isfinite(factor) ? bounds_at(sample.estimate, factor * std::sqrt(sample.variance), sides) : Bounds{};
}

double t_mixture_p_value(const SampleEstimate& sample, Sides sides) {
  if (!is_looked_at(sample)) return 1;
  const double towards = sides == Sides::below ? -sample.estimate : sample.estimate;
  if (sample.variance == 0) return towards > 0 || (sides == Sides::two && towards != 0) ? 0 : 1;
  const Evidence evidence(sample.n);
  const double t = towards / std::sqrt(sample.variance);
  return std::min(1.0, exact_exp(-(sides == Sides::two ? evidence.two_sided(t) : evidence.one_sided(t))));
}

}  // namespace twinline::statistics
