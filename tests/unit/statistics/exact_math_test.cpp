#include "reports/statistics/exact_math.hpp"

#include <cmath>
#include <limits>
#include <random>

#include <catch2/catch.hpp>

using namespace twinline::statistics;

namespace {

/// Distance in units of the last place of the true value, which the C library's 80-bit functions give.
double units_in_last_place(double value, long double truth) {
  const double nearest = static_cast<double>(truth);
  const double unit = std::nextafter(std::fabs(nearest), std::numeric_limits<double>::infinity()) - std::fabs(nearest);
  return static_cast<double>(std::fabs((static_cast<long double>(value) - truth) / unit));
}

constexpr int points = 400'000;

}  // namespace

TEST_CASE("exact_log stays within one unit in the last place") {
  std::mt19937_64 bits(1);
  double worst_everywhere = 0;
  double worst_near_one = 0;
  for (int i = 0; i < points; ++i) {
    const double any = std::bit_cast<double>(bits() % 0x7ff0000000000000);
    worst_everywhere =
        std::max(worst_everywhere, units_in_last_place(exact_log(any), std::log(static_cast<long double>(any))));
    const double near_one = 0.6 + 0.9 * static_cast<double>(bits() >> 11) * 0x1p-53;
    worst_near_one = std::max(worst_near_one,
                              units_in_last_place(exact_log(near_one), std::log(static_cast<long double>(near_one))));
  }
  CHECK(worst_everywhere < 1.0);
  CHECK(worst_near_one < 1.2);
  for (double distance = 1; distance > 1e-16; distance *= 0.7) {
    CHECK(units_in_last_place(exact_log(1 + distance), std::log(static_cast<long double>(1 + distance))) <= 1.0);
    CHECK(units_in_last_place(exact_log(1 - distance / 2), std::log(static_cast<long double>(1 - distance / 2))) <=
          1.0);
  }
}

TEST_CASE("exact_log at the edges of its domain") {
  CHECK(exact_log(1.0) == 0.0);
  CHECK(exact_log(0.0) == -std::numeric_limits<double>::infinity());
  CHECK(std::isnan(exact_log(-1.0)));
  CHECK(std::isnan(exact_log(std::numeric_limits<double>::quiet_NaN())));
  CHECK(exact_log(std::numeric_limits<double>::infinity()) == std::numeric_limits<double>::infinity());
  CHECK(exact_log(std::numeric_limits<double>::denorm_min()) == Approx(-744.4400719213812).epsilon(1e-15));
}

TEST_CASE("exact_exp stays within one unit in the last place") {
  std::mt19937_64 bits(2);
  double worst = 0;
  for (int i = 0; i < points; ++i) {
    const double unit = static_cast<double>(bits() >> 11) * 0x1p-53;
    for (const double x : {-708 + 1417 * unit, -2 + 4 * unit, -1e-3 + 2e-3 * unit}) {
      worst = std::max(worst, units_in_last_place(exact_exp(x), std::exp(static_cast<long double>(x))));
    }
  }
  CHECK(worst < 1.0);
}

TEST_CASE("exact_exp at the edges of its range") {
  CHECK(exact_exp(0.0) == 1.0);
  CHECK(exact_exp(-std::numeric_limits<double>::infinity()) == 0.0);
  CHECK(exact_exp(std::numeric_limits<double>::infinity()) == std::numeric_limits<double>::infinity());
  CHECK(std::isnan(exact_exp(std::numeric_limits<double>::quiet_NaN())));
  CHECK(exact_exp(709.782712893383) == Approx(1.79769313486e308).epsilon(1e-11));
  CHECK(exact_exp(709.79) == std::numeric_limits<double>::infinity());
  CHECK(exact_exp(-745.13) == std::numeric_limits<double>::denorm_min());
  CHECK(exact_exp(-745.2) == 0.0);
  CHECK(exact_exp(-720.0) == std::exp(-720.0));  // subnormal, rounded once
}

TEST_CASE("exact_log1p keeps the digits of small arguments") {
  std::mt19937_64 bits(3);
  double worst = 0;
  for (int i = 0; i < points; ++i) {
    const double magnitude = std::exp2(-60.0 + 70.0 * static_cast<double>(bits() >> 11) * 0x1p-53);
    worst =
        std::max(worst, units_in_last_place(exact_log1p(magnitude), std::log1p(static_cast<long double>(magnitude))));
    if (magnitude < 1) {
      worst = std::max(worst,
                       units_in_last_place(exact_log1p(-magnitude), std::log1p(static_cast<long double>(-magnitude))));
    }
  }
  CHECK(worst < 3.0);
  CHECK(exact_log1p(-1.0) == -std::numeric_limits<double>::infinity());
  CHECK(exact_log1p(1e300) == exact_log(1e300));
}

TEST_CASE("exact_pow meets the accuracy that its comment promises") {
  std::mt19937_64 bits(4);
  for (int i = 0; i < points / 10; ++i) {
    const double base = std::exp2(-20.0 + 40.0 * static_cast<double>(bits() >> 11) * 0x1p-53);
    const double exponent = -8.0 + 16.0 * static_cast<double>(bits() >> 11) * 0x1p-53;
    const long double truth = std::pow(static_cast<long double>(base), static_cast<long double>(exponent));
    const double allowed = (1 + std::fabs(exponent * std::log(base))) * 2.3e-16;
    REQUIRE(std::fabs(static_cast<double>(exact_pow(base, exponent) / truth - 1)) < allowed);
  }
  CHECK(exact_pow(0.0, 0.5) == 0.0);
  CHECK(exact_pow(0.0, 0.0) == 1.0);
  CHECK(exact_pow(3.7, 1.0) == 3.7);
}

TEST_CASE("exact_log_gamma agrees with the C library's 80-bit one") {
  for (double x = 1e-6; x < 1e9; x *= 1.013) {
    const long double truth = std::lgamma(static_cast<long double>(x));
    const double allowed = std::max(8e-15, 6e-16 * static_cast<double>(std::fabs(truth)));
    REQUIRE(std::fabs(static_cast<double>(exact_log_gamma(x) - truth)) < allowed);
  }
}

TEST_CASE("the compiler computes the same as the machine") {
  constexpr double at_compile_time = exact_log(0.3) + exact_exp(1.7) + exact_log_gamma(4.2);
  volatile double first = 0.3;
  volatile double second = 1.7;
  volatile double third = 4.2;
  CHECK(at_compile_time == exact_log(first) + exact_exp(second) + exact_log_gamma(third));
}
