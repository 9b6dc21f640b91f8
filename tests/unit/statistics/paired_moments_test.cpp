#include "reports/statistics/paired_moments.hpp"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/statistics/replication_estimates.hpp"

using namespace twinline::statistics;

TEST_CASE("pair by pair, means differ as they do in one go") {
  const std::vector<double> a{3, 5, 4, 8, 2.5}, b{4, 4, 6, 9, 7.25};
  PairedMoments moments;
  for (std::size_t i = 0; i < a.size(); ++i) moments.add({a[i]}, {b[i]});
  const SampleEstimate once = paired_mean_difference(a, b);
  CHECK(moments.difference().estimate == Approx(once.estimate).epsilon(1e-14));
  CHECK(moments.difference().variance == Approx(once.variance).epsilon(1e-13));
  CHECK(moments.difference().n == 5);
  CHECK(moments.difference().degrees == 4);
}

TEST_CASE("the variance of a difference of ratios is that of its linearised residuals") {
  const std::vector<double> an{8, 3, 45, 27}, ad{10, 9, 50, 40}, bn{9, 4, 41, 33}, bd{11, 9, 52, 41};
  PairedMoments moments;
  for (std::size_t i = 0; i < 4; ++i) moments.add({an[i], ad[i]}, {bn[i], bd[i]});
  const double ratio_a = 83.0 / 109, ratio_b = 87.0 / 113;
  std::vector<double> residuals;
  for (std::size_t i = 0; i < 4; ++i) {
    residuals.push_back((bn[i] - ratio_b * bd[i]) / (113.0 / 4) - (an[i] - ratio_a * ad[i]) / (109.0 / 4));
  }
  CHECK(moments.difference().estimate == Approx(ratio_b - ratio_a).epsilon(1e-14));
  CHECK(moments.difference().variance == Approx(sample_mean(residuals).variance).epsilon(1e-12));
}

TEST_CASE("arms that agree to the last call have exactly no difference and no variance") {
  PairedMoments moments;
  for (int i = 1; i < 400; ++i) moments.add({1e9 / i, 1e7 / (i + 3)}, {1e9 / i, 1e7 / (i + 3)});
  CHECK(moments.difference().estimate == 0);
  CHECK(moments.difference().variance == 0);
}

TEST_CASE("one pair has no variance, and nothing over nothing no estimate") {
  PairedMoments moments;
  CHECK(std::isnan(moments.difference().estimate));
  moments.add({0, 0}, {1, 2});
  CHECK(std::isnan(moments.difference().estimate));
  moments.add({1, 2}, {1, 2});
  CHECK(moments.difference().estimate == 0);
  PairedMoments one;
  one.add({1, 2}, {2, 2});
  CHECK(one.difference().estimate == 0.5);
  CHECK(std::isnan(one.difference().variance));
}
