#include "reports/statistics/control_variates.hpp"

#include <cmath>

#include <catch2/catch.hpp>

#include "reports/statistics/quantile_estimates.hpp"
#include "reports/statistics/replication_estimates.hpp"
#include "reports/statistics/t_interval.hpp"
#include "sim/random/standard_draws.hpp"

namespace twinline::statistics {
namespace {

random::Stream stream_of(std::uint64_t run) {
  return random::StreamSeed(77, run).stream(random::Purpose::resampling, random::Entity{1});
}

/// Values that rise by 3 with the first control and fall by 2 with the second, and the noise that nothing explains.
struct ControlledSample {
  std::vector<double> values;
  Controls controls{{}, {}};
};
ControlledSample controlled_sample(std::uint64_t run, std::size_t n) {
  random::Stream stream = stream_of(run);
  ControlledSample sample;
  for (std::size_t i = 0; i < n; ++i) {
    const double first = random::standard_normal(stream), second = random::standard_exponential(stream) - 1;
    sample.controls[0].push_back(first);
    sample.controls[1].push_back(second);
    sample.values.push_back(10 + 3 * first - 2 * second + 0.5 * random::standard_normal(stream));
  }
  return sample;
}

}  // namespace

TEST_CASE("what follows from the controls exactly is known exactly") {
  const Controls controls{{1, -2, 4, 0.5, -1, 3, 2, -3, 1, 0, 5, -1, -2, 2, 1}};
  std::vector<double> values;
  for (const double control : controls[0]) values.push_back(7 + 2 * control);
  const SampleEstimate estimate = controlled_mean(values, controls);
  CHECK(estimate.estimate == Approx(7));
  CHECK(estimate.variance == Approx(0).margin(1e-20));
  CHECK(estimate.degrees == 13);
}

TEST_CASE("the regression's intercept and its variance, against the textbook formula for one control") {
  const std::vector<double> x{0.5, -1, 2, 1.5, -0.5, 3, -2, 0, 1, -1.5}, y{2, 0, 4, 5, 1, 7, -2, 2, 2, 1};
  double mean_x = 0, mean_y = 0, sxx = 0, sxy = 0, syy = 0;
  for (std::size_t i = 0; i < 10; ++i) mean_x += x[i] / 10, mean_y += y[i] / 10;
  for (std::size_t i = 0; i < 10; ++i) {
    sxx += (x[i] - mean_x) * (x[i] - mean_x);
    sxy += (x[i] - mean_x) * (y[i] - mean_y);
    syy += (y[i] - mean_y) * (y[i] - mean_y);
  }
  const double slope = sxy / sxx;
  const SampleEstimate estimate = controlled_mean(y, {x});
  CHECK(estimate.estimate == Approx(mean_y - slope * mean_x));
  CHECK(estimate.variance == Approx((syy - slope * sxy) / 8 * (0.1 + mean_x * mean_x / sxx)));
  CHECK(estimate.degrees == 8);
}

TEST_CASE("a control that repeats another, or never varies, costs nothing") {
  ControlledSample sample = controlled_sample(1, 40);
  const SampleEstimate before = controlled_mean(sample.values, sample.controls);
  sample.controls.push_back(sample.controls[0]);
  sample.controls.emplace_back(40, 0.0);
  const SampleEstimate after = controlled_mean(sample.values, sample.controls);
  CHECK(after.estimate == Approx(before.estimate));
  CHECK(after.degrees == before.degrees);
}

TEST_CASE("too few observations are not corrected, and none has no interval") {
  const ControlledSample sample = controlled_sample(2, 14);
  const SampleEstimate estimate = controlled_mean(sample.values, sample.controls);
  const Interval plain = mean_interval(sample.values);
  CHECK(estimate.estimate == Approx(plain.estimate));
  CHECK(t_interval(estimate).half_width.value() == Approx(plain.half_width.value()));
  CHECK_FALSE(t_interval(controlled_mean(std::vector<double>{3.0}, {})).half_width);
  CHECK(std::isnan(controlled_mean({}, {}).estimate));
}

TEST_CASE("corrected intervals are narrower and cover as often as they say") {
  std::size_t covered = 0;
  double variance = 0, plain_variance = 0;
  constexpr std::size_t runs = 2000;
  for (std::size_t run = 0; run < runs; ++run) {
    const ControlledSample sample = controlled_sample(run, 30);
    const SampleEstimate estimate = controlled_mean(sample.values, sample.controls);
    const Interval interval = t_interval(estimate);
    covered += interval.low() <= 10 && 10 <= interval.high();
    variance += estimate.variance;
    plain_variance += controlled_mean(sample.values, {}).variance;
  }
  // Four standard errors of a share of 95 % are 1.95 points.
  CHECK(static_cast<double>(covered) / runs == Approx(0.95).margin(0.0195));
  CHECK(plain_variance > 20 * variance);
}

TEST_CASE("linearised ratios and quantiles have the estimate as their mean and its variance as their spread") {
  const std::vector<double> numerators{3, 5, 0, 9, 4, 6}, denominators{10, 11, 4, 20, 9, 12};
  const auto values = linearised({numerators, denominators});
  const Interval ratio = ratio_interval({numerators, denominators});
  const Interval linear = t_interval(sample_mean(values));
  CHECK(linear.estimate == Approx(ratio.estimate));
  CHECK(linear.half_width.value() == Approx(ratio.half_width.value()));
  CHECK(std::isnan(linearised({std::vector<double>{0, 0}, std::vector<double>{0, 0}}).front()));

  std::vector<SparseHistogram> waits;
  for (int replication = 0; replication < 8; ++replication) {
    LogLinearHistogram histogram;
    for (int call = 0; call < 50; ++call)
      histogram.add(std::chrono::milliseconds{(call * 37 + replication * 101) % 977});
    waits.push_back(histogram.freeze());
  }
  const Interval pooled = pooled_quantile_interval(waits, 0.9);
  const Interval of_values = t_interval(sample_mean(linearised_quantile(waits, 0.9)));
  CHECK(of_values.estimate == Approx(pooled.estimate));
  CHECK(of_values.half_width.value() == Approx(pooled.half_width.value()));
}

}  // namespace twinline::statistics
