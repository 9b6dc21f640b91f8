#include "reports/statistics/reference_distributions.hpp"

#include <cmath>
#include <limits>

#include "reports/statistics/exact_math.hpp"
#include "reports/statistics/undefined.hpp"

namespace twinline::statistics {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double epsilon = std::numeric_limits<double>::epsilon();
constexpr double log_two_pi = 1.83787706640934548356;
constexpr double root_two_pi = 2.50662827463100050242;

double magnitude(double x) { return x < 0 ? -x : x; }

/// Value of the continued fraction 1/(b0 + a1/(b1 + a2/(b2 + ...))) by the modified Lentz recurrence, where
/// term(i, a, b) sets a_i and b_i. Converges in a number of terms of the order of the square root of its
/// largest parameter.
template <class Term>
double continued_fraction(double b0, Term term) {
  constexpr double tiny = 1e-300;
  constexpr int most_terms = 1'000'000;
  double c = 1 / tiny;
  double d = 1 / (b0 == 0 ? tiny : b0);
  double value = d;
  for (int i = 1; i <= most_terms; ++i) {
    double a = 0;
    double b = 0;
    term(i, a, b);
    d = b + a * d;
    if (d == 0) d = tiny;
    c = b + a / c;
    if (c == 0) c = tiny;
    d = 1 / d;
    const double factor = c * d;
    value *= factor;
    if (magnitude(factor - 1) < epsilon) break;
  }
  return value;
}

/// log(x^shape e^-x / Γ(shape + 1)), arranged so that large shapes do not cancel.
double log_gamma_term(double shape, double x) {
  if (shape < 10) return shape * exact_log(x) - x - exact_log_gamma(shape + 1);
  const double excess = (x - shape) / shape;
  return shape * (exact_log1p(excess) - excess) - 0.5 * (log_two_pi + exact_log(shape)) - stirling_remainder(shape);
}

/// log of the beta function; large arguments by Stirling's formula, with the large terms cancelled by hand.
double log_beta(double a, double b) {
  const double small = a < b ? a : b;
  const double large = a < b ? b : a;
  if (large < 10) return exact_log_gamma(small) + exact_log_gamma(large) - exact_log_gamma(small + large);
  const double log_ratio = (large - 0.5) * exact_log1p(small / large) + small * exact_log(large + small) - small +
                           stirling_remainder(large + small) - stirling_remainder(large);
  return exact_log_gamma(small) - log_ratio;
}

double normal_density(double z) { return exact_exp(-0.5 * z * z) / root_two_pi; }

/// P(0 < Z < z): density times z + z^3/3 + z^5/(3*5) + ...
double normal_central(double z) {
  double term = z;
  double sum = 0;
  for (int odd = 3; sum + term != sum; odd += 2) {
    sum += term;
    term *= z * z / odd;
  }
  return sum * normal_density(z);
}

/// P(Z > z) for z >= 0; far out by Laplace's continued fraction, of which 80 terms are plenty from 2.5 on.
double normal_tail(double z) {
  if (z < 2.5) return 0.5 - normal_central(z);
  double denominator = z;
  for (int i = 80; i >= 1; --i) denominator = z + i / denominator;
  return normal_density(z) / denominator;
}

/// Student's t on the positive half line.
class StudentHalf {
 public:
  explicit StudentHalf(double degrees) : degrees_(degrees), log_beta_(log_beta(0.5, degrees / 2)) {}

  double density(double t) const {
    return exact_exp(-0.5 * (degrees_ + 1) * exact_log1p(t * t / degrees_) - log_beta_) / std::sqrt(degrees_);
  }
  double central(double t) const { return 0.5 * incomplete_beta(0.5, degrees_ / 2, square_share(t), degrees_share(t)); }
  double tail(double t) const { return 0.5 * incomplete_beta(degrees_ / 2, 0.5, degrees_share(t), square_share(t)); }

 private:
  double degrees_share(double t) const { return 1 / (1 + t * t / degrees_); }
  double square_share(double t) const { return t * t * degrees_share(t) / degrees_; }

  double degrees_;
  double log_beta_;
};

/// Student's t with many degrees as a slightly distorted normal: the first terms of the expansion in G. W.
/// Hill, Algorithm 395, Communications of the ACM 13 (1970). Where it applies, what it leaves out is below
/// 1e-13, while the continued fraction would lose digits to cancellation.
class NearlyNormal {
 public:
  /// Many degrees, and t (or its z) not so far out that the terms left out count.
  static bool applies(double degrees, double t) { return degrees >= 1000 && t * t * t * t < 10 * degrees; }

  explicit NearlyNormal(double degrees) : degrees_(degrees), a_(degrees - 0.5), b_(48 * a_ * a_) {}

  /// The z of a normal that is exceeded as often as t is, and the other way round; both at least 0.
  double normal_of(double t) const {
    const double w = std::sqrt(a_ * exact_log1p(t * t / degrees_));
    return w + distortion(w);
  }
  double student_of(double z) const {
    double w = z;
    for (int i = 0; i < 12; ++i) w = z - distortion(w);  // each round gains at least three digits in the bulk
    return std::sqrt(degrees_ * exp_less_one(w * w / a_));
  }

 private:
  double distortion(double w) const {
    const double square = w * w;
    const double second = ((4 * square + 33) * square + 240) * square + 855;
    return w * ((square + 3) - second / (10 * b_)) / b_;
  }

  /// e^x - 1 for x >= 0 without the loss of digits for small x.
  static double exp_less_one(double x) {
    if (x > 0.5) return exact_exp(x) - 1;
    double term = x;
    double sum = 0;
    for (int n = 2; sum + term != sum; ++n) {
      sum += term;
      term *= x / n;
    }
    return sum;
  }

  double degrees_;
  double a_;
  double b_;
};

/// The t > 0 at which a rising (or falling) area reaches target: Newton's method on the logarithms of both,
/// which makes every tail nearly straight, kept inside a bracket and falling back on halving it.
template <class Area, class Density>
double solve_for_area(double target, bool rising, Area area, Density density) {
  constexpr double quadratic_convergence = 1e-9;  // one such step from the solution, the next is below rounding
  const double log_target = exact_log(target);
  double low = -700;
  double high = 700;
  double u = 0;
  for (int i = 0; i < 200; ++i) {
    const double t = exact_exp(u);
    const double value = area(t);
    const double excess = exact_log(value) - log_target;
    if (excess == 0) break;
    ((excess > 0) == rising ? high : low) = u;
    const double slope = (rising ? 1 : -1) * density(t) * t / value;
    const double newton = u - excess / slope;
    if (magnitude(newton - u) < quadratic_convergence) return exact_exp(newton);
    u = newton > low && newton < high ? newton : 0.5 * (low + high);
  }
  return exact_exp(u);
}

/// The quantile of a symmetric distribution from its positive half. Near the middle the area from the centre
/// is known to more digits than the tail, elsewhere the tail is.
template <class Central, class Tail, class Density>
double symmetric_quantile(double p, Central central, Tail tail, Density density) {
  if (!(p >= 0 && p <= 1)) return undefined;
  if (p == 0) return -infinity;
  if (p == 1) return infinity;
  if (p == 0.5) return 0;
  const double sign = p < 0.5 ? -1 : 1;
  const double from_centre = magnitude(p - 0.5);
  if (from_centre < 0.25) return sign * solve_for_area(from_centre, true, central, density);
  return sign * solve_for_area(p < 0.5 ? p : 1 - p, false, tail, density);
}

}  // namespace

double incomplete_gamma(double shape, double x) {
  if (!(shape > 0) || !(x >= 0)) return undefined;
  if (x == 0) return 0;
  if (x == infinity) return 1;
  const double first_term = exact_exp(log_gamma_term(shape, x));
  if (x < shape + 1) {  // 1 + x/(shape + 1) + x^2/((shape + 1)(shape + 2)) + ...
    double term = 1;
    double sum = 0;
    for (double n = shape + 1; sum + term != sum; n += 1) {
      sum += term;
      term *= x / n;
    }
    return first_term * sum;
  }
  const double fraction = continued_fraction(x + 1 - shape, [&](int i, double& a, double& b) {
    a = -i * (i - shape);
    b = x + 2 * i + 1 - shape;
  });
  return 1 - first_term * shape * fraction;
}

double incomplete_beta(double a, double b, double x, double complement) {
  if (!(a > 0 && b > 0 && x >= 0 && complement >= 0)) return undefined;
  if (x == 0) return 0;
  if (complement == 0) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incomplete_beta(b, a, complement, x);
  const double log_x = x < 0.5 ? exact_log(x) : exact_log1p(-complement);
  const double log_complement = complement < 0.5 ? exact_log(complement) : exact_log1p(-x);
  const double factor = exact_exp(a * log_x + b * log_complement - log_beta(a, b)) / a;
  return factor * continued_fraction(1, [&](int i, double& numerator, double& denominator) {
           const double m = i / 2;
           denominator = 1;
           numerator = i % 2 == 0 ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                                  : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
         });
}

double normal_cumulative(double z) { return z < 0 ? normal_tail(-z) : 1 - normal_tail(z); }

double normal_quantile(double p) { return symmetric_quantile(p, normal_central, normal_tail, normal_density); }

double student_t_cumulative(double t, double degrees) {
  if (!(degrees > 0)) return undefined;
  if (NearlyNormal::applies(degrees, t)) {
    const double z = NearlyNormal(degrees).normal_of(magnitude(t));
    return normal_cumulative(t < 0 ? -z : z);
  }
  const StudentHalf half(degrees);
  return t < 0 ? half.tail(-t) : 1 - half.tail(t);
}

double student_t_quantile(double p, double degrees) {
  if (!(degrees > 0)) return undefined;
  if (const double z = normal_quantile(p); NearlyNormal::applies(degrees, z)) {
    return z < 0 ? -NearlyNormal(degrees).student_of(-z) : NearlyNormal(degrees).student_of(z);
  }
  const StudentHalf half(degrees);
  return symmetric_quantile(
      p, [&](double t) { return half.central(t); }, [&](double t) { return half.tail(t); },
      [&](double t) { return half.density(t); });
}

}  // namespace twinline::statistics
