#include "reports/statistics/reference_distributions.hpp"

#include <cmath>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <catch2/catch.hpp>

using namespace twinline::statistics;

namespace {

constexpr double promised = 1e-11;

double relative_error(double value, double truth) {
  return truth == 0 ? std::fabs(value) : std::fabs(value / truth - 1);
}

const double shares[] = {1e-30, 1e-12, 1e-6, 0.001, 0.005, 0.025, 0.05, 0.2,   0.2499, 0.2501, 0.4,
                         0.499, 0.5,   0.51, 0.7,   0.76,  0.9,   0.95, 0.975, 0.995,  0.9999, 1 - 1e-9};

}  // namespace

TEST_CASE("normal quantiles and areas agree with Boost.Math") {
  const boost::math::normal normal;
  for (const double p : shares) {
    CAPTURE(p);
    CHECK(relative_error(normal_quantile(p), boost::math::quantile(normal, p)) < promised);
  }
  for (double z = -37; z < 9; z += 0.0371) {
    CAPTURE(z);
    CHECK(relative_error(normal_cumulative(z), boost::math::cdf(normal, z)) < promised);
  }
}

TEST_CASE("Student's t agrees with Boost.Math for few, broken and very many degrees") {
  for (const double degrees : {1.0, 1.5, 2.0, 3.0, 9.0, 18.37, 39.0, 199.0, 999.0, 1001.0, 19999.0, 1e6}) {
    const boost::math::students_t_distribution<long double> student(degrees);
    for (const double p : shares) {
      CAPTURE(degrees, p);
      CHECK(relative_error(student_t_quantile(p, degrees), static_cast<double>(boost::math::quantile(
                                                               student, static_cast<long double>(p)))) < promised);
    }
    for (const double t : {-30.0, -2.5, -0.01, 0.0, 0.3, 1.0, 4.0}) {
      CAPTURE(degrees, t);
      CHECK(relative_error(student_t_cumulative(t, degrees),
                           static_cast<double>(boost::math::cdf(student, static_cast<long double>(t)))) < promised);
    }
  }
}

TEST_CASE("Student's t as a nearly normal one keeps thirteen digits from the middle far into the tails") {
  // At fewest degrees every term of the expansion counts; promised as the tests above have it would not miss the last.
  for (const double degrees : {1000.0, 1001.0, 1500.0}) {
    const boost::math::students_t_distribution<long double> student(degrees);
    for (const double p : {0.4, 0.025, 1e-4, 1e-6, 1e-9, 1e-12, 1e-16, 1e-20}) {
      CAPTURE(degrees, p);
      const auto truth = static_cast<double>(boost::math::quantile(student, static_cast<long double>(p)));
      CHECK(relative_error(student_t_quantile(p, degrees), truth) < 1e-13);
    }
  }
}

TEST_CASE("quantiles at the ends and outside") {
  CHECK(normal_quantile(0) == -INFINITY);
  CHECK(normal_quantile(1) == INFINITY);
  CHECK(std::isnan(normal_quantile(1.1)));
  CHECK(student_t_quantile(0.5, 7) == 0);
  CHECK(std::isnan(student_t_quantile(0.9, 0)));
  CHECK(student_t_quantile(0.25, 39) == -student_t_quantile(0.75, 39));
  CHECK(student_t_quantile(0.975, 1e8) == Approx(normal_quantile(0.975)).epsilon(2e-8));
}

TEST_CASE("incomplete gamma and beta agree with Boost.Math") {
  for (const double shape : {0.05, 0.5, 1.0, 2.7, 9.99, 28.7, 400.0, 1e5}) {
    for (const double share : {0.01, 0.5, 0.9, 0.99, 1.0, 1.01, 1.2, 3.0}) {
      CAPTURE(shape, share);
      CHECK(relative_error(incomplete_gamma(shape, shape * share), boost::math::gamma_p(shape, shape * share)) < 1e-10);
    }
  }
  for (const double a : {0.3, 1.0, 4.5, 60.0}) {
    for (const double b : {0.5, 2.0, 11.0, 300.0}) {
      for (const double x : {1e-4, 0.1, 0.4, 0.77, 0.999}) {
        CAPTURE(a, b, x);
        CHECK(relative_error(incomplete_beta(a, b, x, 1 - x), boost::math::ibeta(a, b, x)) < 1e-10);
      }
    }
  }
}
