#include "reports/statistics/log_linear_histogram.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <catch2/catch.hpp>

#include "reports/statistics/time_sum.hpp"

using namespace twinline;
using namespace twinline::statistics;

namespace {

/// Waits of a busy centre: a third none at all, the others spread over eight orders of magnitude.
std::vector<Duration> some_waits(std::uint64_t seed, int n) {
  std::mt19937_64 bits(seed);
  std::vector<Duration> waits;
  for (int i = 0; i < n; ++i) {
    const double unit = static_cast<double>(bits() >> 11) * 0x1p-53;
    waits.push_back(bits() % 3 == 0 ? Duration{0} : from_seconds(std::pow(10.0, -4 + 8 * unit)));
  }
  return waits;
}

LogLinearHistogram histogram_of(const std::vector<Duration>& waits) {
  LogLinearHistogram histogram;
  for (const Duration wait : waits) histogram.add(wait);
  return histogram;
}

}  // namespace

TEST_CASE("bins join without gap or overlap from zero to 292 years") {
  CHECK(bin_of(Duration{0}) == zero_bin);
  CHECK(bin_of(Duration{1}) == 1);
  CHECK(bin_of(Duration::max()) == bin_count - 1);
  for (std::uint32_t number = 1; number < bin_count; ++number) {
    const Bin bin = static_cast<Bin>(number);
    const Duration low = std::max(lower_edge(bin), Duration{1});
    const Duration last = lower_edge(bin) + (width(bin) - Duration{1});
    REQUIRE(bin_of(low) == bin);
    REQUIRE(bin_of(last) == bin);
    if (number + 1 < bin_count) REQUIRE(bin_of(last + Duration{1}) == bin + 1);
    if (lower_edge(bin) >= Duration{1 << 20}) REQUIRE(width(bin).count() * 1000 < lower_edge(bin).count());
  }
}

TEST_CASE("quantiles are within a bin of those of the sorted waits") {
  for (const int n : {1, 7, 100, 5000, 60000}) {
    std::vector<Duration> waits = some_waits(static_cast<std::uint64_t>(n), n);
    const LogLinearHistogram histogram = histogram_of(waits);
    std::sort(waits.begin(), waits.end());
    for (const double p : {0.01, 0.07, 0.25, 0.5, 0.9, 0.99, 1.0}) {
      CAPTURE(n, p);
      const auto rank = static_cast<std::size_t>(std::ceil(rank_of(p, waits.size())));
      const double sorted = in_seconds(waits[rank - 1]);
      CHECK(std::fabs(*histogram.quantile(p) - sorted) <= std::max(1.03e-6, sorted / 1000));
    }
  }
}

TEST_CASE("a share of exact zeros is a quantile of exactly zero") {
  LogLinearHistogram histogram;
  for (int i = 0; i < 60; ++i) histogram.add(Duration{0});
  for (int i = 0; i < 40; ++i) histogram.add(10s);
  CHECK(histogram.quantile(0.6) == 0.0);
  CHECK(*histogram.quantile(0.61) == Approx(10).epsilon(0.001));
  CHECK_FALSE(LogLinearHistogram{}.quantile(0.5).has_value());
  CHECK_THROWS_AS(histogram.quantile(0.0), std::invalid_argument);
  CHECK_THROWS_AS(histogram.quantile(1.5), std::invalid_argument);
}

TEST_CASE("any split of the waits merges to the same histogram") {
  const std::vector<Duration> waits = some_waits(9, 20000);
  const SparseHistogram whole = histogram_of(waits).freeze();
  CHECK(whole.count() == waits.size());
  for (const std::size_t parts : {2, 3, 17, 1000}) {
    std::vector<std::vector<Duration>> split(parts);
    for (std::size_t i = 0; i < waits.size(); ++i) split[(i * 7919) % parts].push_back(waits[i]);
    LogLinearHistogram dense;
    LogLinearHistogram through_sparse;
    SparseHistogram sparse;
    for (const auto& part : split) {
      dense.merge(histogram_of(part));
      through_sparse.merge(histogram_of(part).freeze());
      sparse.merge(histogram_of(part).freeze());
    }
    CHECK(dense.freeze() == whole);
    CHECK(dense.count() == whole.count());
    CHECK(through_sparse.freeze() == whole);
    CHECK(sparse == whole);
  }
}

TEST_CASE("a histogram of few calls is small, and one that is cleared starts afresh") {
  LogLinearHistogram histogram;
  for (const Duration wait : some_waits(4, 200)) histogram.add(wait);
  CHECK(histogram.memory() <= 1024);
  for (const Duration wait : some_waits(5, 5000)) histogram.add(wait);
  histogram.clear();
  CHECK(histogram.count() == 0);
  CHECK(histogram.freeze() == SparseHistogram{});
  histogram.add(3s);
  CHECK(*histogram.quantile(1.0) == Approx(3).epsilon(0.001));
}

TEST_CASE("a sparse histogram refuses bins out of order or empty") {
  CHECK_THROWS_AS(SparseHistogram({{5, 1}, {5, 1}}), std::invalid_argument);
  CHECK_THROWS_AS(SparseHistogram({{5, 0}}), std::invalid_argument);
  CHECK_THROWS_AS(SparseHistogram({{bin_count, 1}}), std::invalid_argument);
}

TEST_CASE("a time sum is exact beyond 64 bits of nanoseconds and in any order") {
  TimeSum sum;
  TimeSum backwards;
  for (int i = 0; i < 1000; ++i) sum.add(Duration::max() - Duration{i});
  for (int i = 999; i >= 0; --i) backwards += TimeSum(Duration::max() - Duration{i});
  CHECK(sum == backwards);
  CHECK(sum.in_seconds() == Approx(9223372036854.7758).epsilon(1e-15));
  sum -= backwards;
  CHECK(sum.in_seconds() == 0);
  sum.add(90s, 40);
  CHECK(sum.in_seconds() == 3600);
  CHECK(sum > TimeSum{});
}
