#include "sim/random/standard_draws.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/math/special_functions/gamma.hpp>
#include <catch2/catch.hpp>

using namespace twinline::random;

namespace {

constexpr std::size_t drawn = 400'000;

template <class Draw>
std::vector<double> sample(Draw draw) {
  Stream stream = StreamSeed(11, 2).stream(Purpose::talk, Entity(1));
  std::vector<double> values;
  for (std::size_t i = 0; i < drawn; ++i) values.push_back(draw(stream));
  std::sort(values.begin(), values.end());
  return values;
}

/// Kolmogorov and Smirnov's distance times the root of n; above 1.95 once in a thousand samples.
template <class Cumulative>
double distance(const std::vector<double>& sorted, Cumulative cumulative) {
  const double n = static_cast<double>(sorted.size());
  double largest = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const double expected = cumulative(sorted[i]);
    largest = std::max({largest, expected - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - expected});
  }
  return largest * std::sqrt(n);
}

constexpr double rare = 1.95;

}  // namespace

TEST_CASE("the layers of both ziggurats have equal areas and close at the top") {
  using namespace ziggurat;
  const auto check = [](const Shape& shape, double tail_area, auto curve) {
    const double area = shape.edges[1] * shape.heights[1] + tail_area;
    CHECK(shape.edges[0] * shape.heights[1] == Approx(area).epsilon(1e-14));
    for (std::size_t i = 1; i < layers; ++i) {
      CHECK(shape.edges[i] * (shape.heights[i + 1] - shape.heights[i]) == Approx(area).epsilon(1e-11));
      CHECK(shape.heights[i] == Approx(curve(shape.edges[i])).epsilon(1e-13));
    }
  };
  check(exponential_shape, std::exp(-exponential_shape.edges[1]), [](double x) { return std::exp(-x); });
  check(normal_shape, std::sqrt(std::acos(0.0)) * std::erfc(normal_shape.edges[1] / std::sqrt(2.0)),
        [](double x) { return std::exp(-0.5 * x * x); });
}

TEST_CASE("standard exponential numbers are exponential, in the tail too") {
  const auto values = sample(standard_exponential);
  CHECK(values.front() >= 0);
  CHECK(distance(values, [](double x) { return -std::expm1(-x); }) < rare);
  const double edge = ziggurat::exponential_shape.edges[1];
  std::vector<double> tail(std::upper_bound(values.begin(), values.end(), edge), values.end());
  const double expected = static_cast<double>(drawn) * std::exp(-edge);
  CHECK(std::fabs(static_cast<double>(tail.size()) - expected) < 4 * std::sqrt(expected));
  CHECK(distance(tail, [&](double x) { return -std::expm1(edge - x); }) < rare);
}

TEST_CASE("standard normal numbers are normal, in the tails too") {
  const auto values = sample(standard_normal);
  const auto cumulative = [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); };
  CHECK(distance(values, cumulative) < rare);
  const double edge = ziggurat::normal_shape.edges[1];
  std::vector<double> upper(std::upper_bound(values.begin(), values.end(), edge), values.end());
  std::vector<double> lower(values.begin(), std::lower_bound(values.begin(), values.end(), -edge));
  const double expected = static_cast<double>(drawn) * cumulative(-edge);
  for (const auto& tail : {upper, lower}) {
    CHECK(std::fabs(static_cast<double>(tail.size()) - expected) < 4 * std::sqrt(expected));
  }
  CHECK(distance(lower, [&](double x) { return cumulative(x) / cumulative(-edge); }) < rare);
}

TEST_CASE("standard gamma numbers are gamma for small and large shapes") {
  for (const double shape : {0.05, 0.5, 0.999, 1.0, 1.5, 3.0, 28.7, 1000.0}) {
    CAPTURE(shape);
    const auto values = sample([&](Stream& stream) { return standard_gamma(stream, shape); });
    CHECK(distance(values, [&](double x) { return x > 0 ? boost::math::gamma_p(shape, x) : 0.0; }) < rare);
  }
}
