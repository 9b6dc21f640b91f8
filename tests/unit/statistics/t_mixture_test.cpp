#include "reports/statistics/t_mixture.hpp"

#include <cmath>
#include <random>

#include <catch2/catch.hpp>

#include "reports/statistics/paired_moments.hpp"
#include "reports/statistics/t_interval.hpp"

using namespace twinline::statistics;

namespace {

SampleEstimate sample(double estimate, double variance, std::uint64_t n) {
  return {estimate, variance, n, static_cast<double>(n - 1)};
}

/// The evidence as its definition has it, integrated over the effect's size by Simpson's rule: the marginal likelihoods
/// under the right Haar measure are (sum of squares)^(-n/2) where the mean is known, so only the scale's integral is
/// closed; that of the size is done here.
double integrated_evidence(double t, double n, bool one_sided) {
  // Of T alone: the density ratio of effect d against 0 is a ratio of integrals over w = x/sigma of
  // w^(n-1) exp(-w^2/2 + w s d sqrt(n) - n d^2/2), with s the correlation form of T.
  const double s = t / std::sqrt(n - 1 + t * t);
  const auto inner = [&](double d) {
    double with = 0, without = 0;
    constexpr int steps = 4000;
    const double top = std::sqrt(n) + 14 + std::abs(d) * std::sqrt(n);
    for (int i = 1; i < steps; ++i) {
      const double w = top * i / steps;
      const double weight = (i % 2 == 0 ? 2 : 4);
      const double log_density = (n - 1) * std::log(w / std::sqrt(n)) - w * w / 2 + n / 2;
      without += weight * std::exp(log_density);
      with += weight * std::exp(log_density + w * s * d * std::sqrt(n) - n * d * d / 2);
    }
    return with / without;
  };
  const double c = t_mixture_precision;
  double total = 0;
  constexpr int steps = 400;
  const double widest = 6 / std::sqrt(c);
  for (int i = 0; i <= steps; ++i) {
    const double d = (one_sided ? 0 : -widest) + (one_sided ? widest : 2 * widest) * i / steps;
    const double weight = (i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4);
    total += weight * std::exp(-c * d * d / 2) * inner(d);
  }
  const double step = (one_sided ? widest : 2 * widest) / steps;
  return (one_sided ? 2 : 1) * std::sqrt(c / (2 * M_PI)) * total * step / 3;
}

}  // namespace

TEST_CASE("the evidence is the likelihood ratio that its definition integrates") {
  for (const double t : {0.5, 2.0, 3.5}) {
    for (const std::uint64_t n : {50u, 120u}) {
      CAPTURE(t, n);
      const SampleEstimate values = sample(t, 1, n);
      const double two = integrated_evidence(t, static_cast<double>(n), false);
      const double one = integrated_evidence(t, static_cast<double>(n), true);
      CHECK(t_mixture_p_value(values, Sides::two) == Approx(std::min(1.0, 1 / two)).epsilon(1e-4));
      CHECK(t_mixture_p_value(values, Sides::above) == Approx(std::min(1.0, 1 / one)).epsilon(1e-4));
    }
  }
}

TEST_CASE("bounds exclude zero exactly where the p-value is at most alpha") {
  for (const Sides sides : {Sides::two, Sides::above, Sides::below}) {
    for (const std::uint64_t n : {50u, 77u, 300u, 3000u, 1000000u}) {
      for (const double alpha : {0.2, 0.05, 0.001}) {
        const double factor = t_mixture_factor(n, sides, alpha);
        if (!std::isfinite(factor)) continue;
        CAPTURE(static_cast<int>(sides), n, alpha, factor);
        const double sign = sides == Sides::below ? -1 : 1;
        CHECK(t_mixture_p_value(sample(sign * factor, 1, n), sides) == Approx(alpha).epsilon(1e-9));
        const Bounds bounds = t_mixture_bounds(sample(sign * factor * 1.001, 1, n), sides, alpha);
        CHECK((bounds.low > 0 || bounds.high < 0));
      }
    }
  }
}

TEST_CASE("an interval that may be looked at is at most 1.8 times as wide as one that may not") {
  for (std::uint64_t n = 300; n <= 3000; n += 100) {
    const double t = t_bounds(sample(0, 1, n), Sides::two, 0.05).high;
    CAPTURE(n);
    CHECK(t_mixture_factor(n, Sides::two, 0.05) / t < 1.8);
    CHECK(t_mixture_factor(n, Sides::two, 0.05) > t);
  }
}

TEST_CASE("a one-sided question has one bound, nearer than the two-sided one") {
  const SampleEstimate values = sample(1, 1, 500);
  const Bounds above = t_mixture_bounds(values, Sides::above, 0.05);
  const Bounds below = t_mixture_bounds(values, Sides::below, 0.05);
  const Bounds two = t_mixture_bounds(values, Sides::two, 0.05);
  CHECK(std::isinf(above.high));
  CHECK(std::isinf(below.low));
  CHECK(above.low > two.low);
  CHECK(below.high < two.high);
  CHECK(t_mixture_p_value(values, Sides::below) > t_mixture_p_value(values, Sides::above));
}

TEST_CASE("nothing is said before the first look, nor of differences that are too seldom to be seen") {
  CHECK(std::isnan(t_mixture_bounds(sample(9, 1, first_look - 1), Sides::two, 0.05).low));
  CHECK(t_mixture_p_value(sample(9, 1, first_look - 1), Sides::two) == 1);
  CHECK(std::isnan(t_mixture_bounds(sample(0, 0, enough_equal - 1), Sides::two, 0.05).low));
  const Bounds equal = t_mixture_bounds(sample(0, 0, enough_equal), Sides::two, 0.05);
  CHECK(equal.low == 0);
  CHECK(equal.high == 0);
  CHECK(t_mixture_p_value(sample(0, 0, enough_equal), Sides::two) == 1);
  CHECK(std::isnan(t_mixture_bounds(sample(1, std::nan(""), 500), Sides::two, 0.05).low));
  // So small an alpha that no mean can be excluded yet.
  CHECK(std::isnan(t_mixture_bounds(sample(9, 1, first_look), Sides::two, 1e-30).low));
}

TEST_CASE("looked at after every value, it seldom finds what is not there; repeated t does") {
  std::mt19937_64 bits(11);
  std::normal_distribution<double> normal;
  int sequences = 0, naive = 0;
  constexpr int experiments = 400;
  for (int e = 0; e < experiments; ++e) {
    PairedMoments moments;
    bool by_sequence = false, by_t = false;
    for (int n = 1; n <= 1000; ++n) {
      moments.add({normal(bits)}, {normal(bits)});
      by_sequence = by_sequence || t_mixture_p_value(moments.difference(), Sides::two) <= 0.05;
      by_t = by_t || (n >= 30 && t_p_value(moments.difference(), Sides::two) <= 0.05);
    }
    sequences += by_sequence, naive += by_t;
  }
  CHECK(sequences <= 30);  // 20 expected at most, and 10 more are 2.3 standard deviations
  CHECK(naive > 80);
}
