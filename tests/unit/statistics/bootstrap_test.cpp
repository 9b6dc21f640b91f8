#include "reports/statistics/bootstrap.hpp"

#include <cmath>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/statistics/t_interval.hpp"

using namespace twinline::statistics;
using Drawing = BootstrapDifference::Drawing;

namespace {

std::vector<double> normals(std::uint64_t seed, int n, double mean) {
  std::mt19937_64 bits(seed);
  std::normal_distribution<double> normal(mean, 1);
  std::vector<double> values;
  for (int i = 0; i < n; ++i) values.push_back(normal(bits));
  return values;
}

}  // namespace

TEST_CASE("of many normal values the bootstrap says what Student's t says") {
  const std::vector<double> a = normals(1, 200, 5), b = normals(2, 200, 5.5), ones(200, 1.0);
  for (const Drawing drawing : {Drawing::pairs, Drawing::each_arm}) {
    const Bounds bounds = BootstrapDifference({a, ones}, {b, ones}, drawing, 7).bounds(Sides::two, 0.05);
    const SampleEstimate t =
        drawing == Drawing::pairs ? paired_mean_difference(a, b) : independent_mean_difference(a, b);
    const Bounds expected = t_bounds(t, Sides::two, 0.05);
    CHECK(bounds.low == Approx(expected.low).margin(0.02));
    CHECK(bounds.high == Approx(expected.high).margin(0.02));
  }
}

TEST_CASE("the same seed gives the same bounds, another gives others") {
  const std::vector<double> a = normals(1, 30, 5), b = normals(2, 30, 5.5), ones(30, 1.0);
  const auto low = [&](std::uint64_t seed) {
    return BootstrapDifference({a, ones}, {b, ones}, Drawing::pairs, seed).bounds(Sides::two, 0.05).low;
  };
  CHECK(low(3) == low(3));
  CHECK(low(3) != low(4));
}

TEST_CASE("for skewed values the bounds lean the way the values do") {
  std::vector<double> a(40, 0.0), b, ones(40, 1.0);
  for (const double value : normals(5, 40, 0)) b.push_back(std::exp(1.2 * value));
  const BootstrapDifference difference({a, ones}, {b, ones}, Drawing::pairs, 1);
  const Bounds bounds = difference.bounds(Sides::two, 0.05);
  const double mean = paired_mean_difference(a, b).estimate;
  CHECK(bounds.high - mean > 1.2 * (mean - bounds.low));
  CHECK(std::isinf(difference.bounds(Sides::above, 0.05).high));
  CHECK(difference.bounds(Sides::above, 0.05).low > bounds.low);
}

TEST_CASE("an arm against itself is bounded by zero, and too little has no bounds") {
  const std::vector<double> a = normals(1, 20, 5), ones(20, 1.0);
  const Bounds same = BootstrapDifference({a, ones}, {a, ones}, Drawing::pairs, 1).bounds(Sides::two, 0.05);
  CHECK(same.low == 0);
  CHECK(same.high == 0);
  const std::vector<double> one{1}, lone{0, 5, 0}, three{1, 1, 1};
  CHECK(std::isnan(BootstrapDifference({one, one}, {one, one}, Drawing::pairs, 1).bounds(Sides::two, 0.05).low));
  // A drawing of three that misses the only replication in which anything happened has nothing to divide by.
  CHECK(std::isnan(BootstrapDifference({lone, lone}, {three, three}, Drawing::pairs, 1).bounds(Sides::two, 0.05).low));
  CHECK_THROWS_AS(BootstrapDifference({lone, lone}, {one, one}, Drawing::pairs, 1), std::invalid_argument);
}
