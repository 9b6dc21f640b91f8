// The distributions that intervals, tests and truncation refer to: normal and Student's t, and the incomplete
// gamma and beta functions under them. All rest on exact_math.hpp and are the same bits everywhere;
// Boost.Math is what the tests compare them with. Relative accuracy is better than 1e-11. Not for drawing:
// sim/random does that without inverting.
#pragma once

namespace twinline::statistics {

/// Regularised lower incomplete gamma function P(shape, x), the distribution function of a gamma variable of
/// scale 1.
double incomplete_gamma(double shape, double x);

/// Regularised incomplete beta function I_x(a, b). complement is 1 - x, which a caller often knows more
/// precisely.
double incomplete_beta(double a, double b, double x, double complement);

/// P(Z <= z) of a standard normal Z, with full relative accuracy in the lower tail.
double normal_cumulative(double z);

/// The z with P(Z <= z) = p; minus and plus infinity at 0 and 1, NaN outside.
double normal_quantile(double p);

/// P(T <= t) of Student's t with a positive, not necessarily whole number of degrees of freedom.
double student_t_cumulative(double t, double degrees);

/// The t with P(T <= t) = p; minus and plus infinity at 0 and 1, NaN outside. Ready for 10^8 degrees and
/// more.
double student_t_quantile(double p, double degrees);

}  // namespace twinline::statistics
