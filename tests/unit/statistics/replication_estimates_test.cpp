#include "reports/statistics/replication_estimates.hpp"

#include <cmath>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/statistics/log_linear_histogram.hpp"
#include "reports/statistics/quantile_estimates.hpp"
#include "reports/statistics/reference_distributions.hpp"
#include "reports/statistics/t_interval.hpp"

using namespace twinline;
using namespace twinline::statistics;

namespace {

/// n replications of an exponential wait of the given mean in seconds, calls each, with a common factor per
/// replication.
std::vector<SparseHistogram> exponential_waits(std::uint64_t seed, int n, int calls, double mean) {
  std::mt19937_64 bits(seed);
  std::vector<SparseHistogram> replications;
  const auto exponential = [&] { return -std::log((static_cast<double>(bits() >> 12) + 0.5) * 0x1p-52); };
  for (int i = 0; i < n; ++i) {
    LogLinearHistogram histogram;
    const double busyness = 0.5 + exponential();
    for (int call = 0; call < calls; ++call) histogram.add(from_seconds(mean * busyness * exponential()));
    replications.push_back(histogram.freeze());
  }
  return replications;
}

SparseHistogram pooled(const std::vector<SparseHistogram>& replications) {
  SparseHistogram pool;
  for (const SparseHistogram& replication : replications) pool.merge(replication);
  return pool;
}

}  // namespace

TEST_CASE("a mean has Student's interval") {
  const std::vector<double> values{3, 5, 4, 8};  // mean 5, variance 14/3
  const Interval interval = mean_interval(values);
  CHECK(interval.estimate == 5);
  CHECK(*interval.half_width == Approx(3.182446305284263 * std::sqrt(14.0 / 3 / 4)).epsilon(1e-12));
  CHECK(interval.n == 4);
  CHECK(interval.low() == 5 - *interval.half_width);
  CHECK(*mean_interval(values, 0.99).half_width > *interval.half_width);
}

TEST_CASE("one replication has no interval and none has no estimate") {
  const std::vector<double> one{7};
  CHECK(mean_interval(one).estimate == 7);
  CHECK_FALSE(mean_interval(one).half_width.has_value());
  CHECK(std::isnan(mean_interval({}).estimate));
  CHECK_FALSE(ratio_interval({one, one}).half_width.has_value());
  CHECK_FALSE(t_interval(paired_ratio_difference({one, one}, {one, one})).half_width.has_value());
  CHECK_FALSE(t_interval(independent_mean_difference(one, one)).half_width.has_value());
}

TEST_CASE("a ratio weighs replications by their denominators and survives empty ones") {
  const std::vector<double> answered{8, 0, 45, 27};
  const std::vector<double> offered{10, 0, 50, 40};
  const Interval interval = ratio_interval({answered, offered});
  CHECK(interval.estimate == 0.8);
  // Residuals 0, 0, 5, -5: variance 50/3, over four replications of mean denominator 25.
  CHECK(*interval.half_width == Approx(3.182446305284263 * std::sqrt(50.0 / 3 / 4) / 25).epsilon(1e-12));
  const std::vector<double> nothing{0, 0, 0, 0};
  CHECK(std::isnan(ratio_interval({nothing, nothing}).estimate));
  CHECK_FALSE(ratio_interval({nothing, nothing}).half_width.has_value());
}

TEST_CASE("an arm against itself differs by exactly nothing") {
  const std::vector<double> a{8.1, 0, 45.3, 27.7};
  const std::vector<double> b{10.2, 0, 50.9, 40.4};
  const auto waits = exponential_waits(1, 4, 50, 60);
  for (const SampleEstimate& difference : {paired_mean_difference(a, a), paired_ratio_difference({a, b}, {a, b}),
                                           paired_quantile_difference(waits, waits, 0.9)}) {
    CHECK(difference.estimate == 0);
    CHECK(t_interval(difference).half_width == 0.0);
  }
}

TEST_CASE("a paired ratio difference is a jackknife over the pairs") {
  const std::vector<double> an{8, 3, 45, 27}, ad{10, 9, 50, 40}, bn{9, 4, 41, 33}, bd{11, 9, 52, 41};
  const Interval interval = t_interval(paired_ratio_difference({an, ad}, {bn, bd}));
  std::vector<double> without;
  for (std::size_t out = 0; out < 4; ++out) {
    double sums[4] = {};
    for (std::size_t i = 0; i < 4; ++i) {
      if (i == out) continue;
      sums[0] += an[i], sums[1] += ad[i], sums[2] += bn[i], sums[3] += bd[i];
    }
    without.push_back(sums[2] / sums[3] - sums[0] / sums[1]);
  }
  CHECK(interval.estimate == Approx(87.0 / 113 - 83.0 / 109).epsilon(1e-14));
  CHECK(*interval.half_width == Approx(*t_interval(jackknife(0, without)).half_width).epsilon(1e-12));
  // Where only one pair saw anything, leaving it out leaves nothing.
  const std::vector<double> lone{0, 5, 0, 0};
  CHECK_FALSE(t_interval(paired_ratio_difference({lone, lone}, {lone, lone})).half_width.has_value());
  CHECK(paired_ratio_difference({lone, lone}, {lone, lone}).estimate == 0);
}

TEST_CASE("for equal denominators the jackknife of a ratio is the paired t") {
  const std::vector<double> a{3, 5, 4, 8}, b{4, 4, 6, 9}, ones{1, 1, 1, 1};
  const Interval ratio = t_interval(paired_ratio_difference({a, ones}, {b, ones}));
  const Interval mean = t_interval(paired_mean_difference(a, b));
  CHECK(ratio.estimate == Approx(mean.estimate));
  CHECK(*ratio.half_width == Approx(*mean.half_width));
}

TEST_CASE("independent arms get Welch's interval") {
  const std::vector<double> a{3, 5, 4, 8}, b{14, 14, 16, 19, 17};
  const Interval interval = t_interval(independent_mean_difference(a, b));
  const double share_a = (14.0 / 3) / 4, share_b = 4.5 / 5;
  const double degrees = std::pow(share_a + share_b, 2) / (share_a * share_a / 3 + share_b * share_b / 4);
  CHECK(interval.estimate == Approx(11));
  CHECK(interval.n == 4);
  CHECK(*interval.half_width ==
        Approx(student_t_quantile(0.975, degrees) * std::sqrt(share_a + share_b)).epsilon(1e-12));
  const std::vector<double> constant{2, 2, 2};
  CHECK(t_interval(independent_mean_difference(constant, constant)).half_width == 0.0);
  const std::vector<double> ones_a{1, 1, 1, 1}, ones_b{1, 1, 1, 1, 1};
  CHECK(*t_interval(independent_ratio_difference({a, ones_a}, {b, ones_b})).half_width == Approx(*interval.half_width));
}

TEST_CASE("pairs of unequal length are refused") {
  const std::vector<double> two{1, 2}, three{1, 2, 3};
  CHECK_THROWS_AS(paired_mean_difference(two, three), std::invalid_argument);
  CHECK_THROWS_AS(ratio_interval({two, three}), std::invalid_argument);
  CHECK_THROWS_AS(paired_ratio_difference({two, two}, {three, three}), std::invalid_argument);
  CHECK_THROWS_AS(paired_quantile_difference(exponential_waits(1, 2, 5, 9), exponential_waits(1, 3, 5, 9), 0.5),
                  std::invalid_argument);
}

TEST_CASE("a quantile is as sure as the share below it, by the slope of the distribution there") {
  constexpr int calls = 2000;
  const auto waits = exponential_waits(5, 100, calls, 40);
  for (const double p : {0.2, 0.5, 0.9, 0.99}) {
    CAPTURE(p);
    const SparseHistogram all = pooled(waits);
    const double quantile = *all.quantile(p);
    const SampleEstimate estimate = pooled_quantile(waits, p);
    CHECK(estimate.estimate == quantile);
    CHECK(estimate.n == waits.size());
    CHECK(estimate.degrees == 99);
    // Shares below the quantile, replication by replication, and the slope over one point of shares.
    std::vector<double> shares;
    for (const SparseHistogram& replication : waits) {
      std::uint64_t below = 0;
      for (const BinCount& entry : replication.bins()) {
        if (entry.bin <= bin_of(from_seconds(quantile))) below += entry.count;
      }
      shares.push_back(static_cast<double>(below) / calls);
    }
    const double step = 0.005;
    const double slope = (*all.quantile(p + step) - *all.quantile(p - step)) / (2 * step);
    CHECK(std::sqrt(estimate.variance) == Approx(slope * std::sqrt(sample_mean(shares).variance)).epsilon(0.1));
  }
}

TEST_CASE("pairs of quantiles take out what they share, independent arms add up") {
  const auto a = exponential_waits(5, 30, 300, 40), b = exponential_waits(5, 30, 300, 44);
  const auto other = exponential_waits(6, 30, 300, 44);
  for (const double p : {0.5, 0.9}) {
    const SampleEstimate paired = paired_quantile_difference(a, b, p);
    CHECK(paired.estimate == pooled_quantile(b, p).estimate - pooled_quantile(a, p).estimate);
    CHECK(paired.variance < pooled_quantile(a, p).variance / 20);
    const SampleEstimate apart = independent_quantile_difference(a, other, p);
    CHECK(apart.variance == pooled_quantile(a, p).variance + pooled_quantile(other, p).variance);
    CHECK(paired_quantile_difference(a, a, p).variance == 0);
  }
}

TEST_CASE("a quantile among calls that do not wait has no spread, until it reaches those that do") {
  std::vector<SparseHistogram> waits;
  for (int replication = 0; replication < 20; ++replication) {
    LogLinearHistogram histogram;
    for (int call = 0; call < 100; ++call) histogram.add(call < 60 + replication ? Duration{0} : 1s * call);
    waits.push_back(histogram.freeze());
  }
  CHECK(pooled_quantile(waits, 0.3).estimate == 0);
  CHECK(pooled_quantile(waits, 0.3).variance == 0);
  CHECK(pooled_quantile(waits, 0.68).estimate == 0);
  CHECK(pooled_quantile(waits, 0.68).variance > 0);
}

TEST_CASE("quantiles of nothing, and of one replication alone") {
  const std::vector<SparseHistogram> empty(3);
  CHECK(std::isnan(pooled_quantile_interval(empty, 0.5).estimate));
  CHECK_FALSE(pooled_quantile_interval(empty, 0.5).half_width.has_value());
  CHECK(std::isnan(pooled_quantile_interval({}, 0.5).estimate));
  std::vector<SparseHistogram> lone(3);
  lone[1] = exponential_waits(2, 1, 100, 30)[0];
  CHECK(pooled_quantile_interval(lone, 0.5).estimate == *lone[1].quantile(0.5));
  CHECK_FALSE(pooled_quantile_interval(lone, 0.5).half_width.has_value());
  CHECK_THROWS_AS(pooled_quantile_interval(lone, 0), std::invalid_argument);
  CHECK_THROWS_AS(pooled_quantile_interval(lone, 1), std::invalid_argument);
}

TEST_CASE("intervals of means, ratios and quantiles cover the truth about as often as they say") {
  constexpr int experiments = 600;
  constexpr int replications = 20;
  // The pooled distribution of exponential waits with factor 1/2 + an exponential is that of a large sample.
  const SparseHistogram large = pooled(exponential_waits(77, 60'000, 20, 60));
  const double truth = *large.quantile(0.9);
  int mean_covers = 0, ratio_covers = 0, quantile_covers = 0;
  std::mt19937_64 bits(99);
  for (int e = 0; e < experiments; ++e) {
    std::vector<double> numerators, denominators;
    for (int i = 0; i < replications; ++i) {
      const double unit = static_cast<double>(bits() >> 11) * 0x1p-53;
      denominators.push_back(50 + 100 * unit);
      numerators.push_back(denominators.back() * (0.5 + 0.6 * static_cast<double>(bits() >> 11) * 0x1p-53));
    }
    const auto covers = [](const Interval& interval, double value) {
      return interval.low() <= value && value <= interval.high();
    };
    mean_covers += covers(mean_interval(denominators), 100);
    ratio_covers += covers(ratio_interval({numerators, denominators}), 0.8);
    quantile_covers += covers(
        pooled_quantile_interval(exponential_waits(1000 + static_cast<std::uint64_t>(e), replications, 60, 60), 0.9),
        truth);
  }
  // Three standard deviations of a count of 600 at 95 % are 16; skewed busyness costs the quantile a few
  // points.
  CHECK(mean_covers > 554);
  CHECK(mean_covers < 586);
  CHECK(ratio_covers > 548);
  CHECK(ratio_covers < 588);
  CHECK(quantile_covers > 530);
  CHECK(quantile_covers < 592);
}
