#include "reports/statistics/budget_allocation.hpp"

#include <numeric>

#include <catch2/catch.hpp>

namespace twinline::statistics {
namespace {

std::uint64_t sum_of(const std::vector<std::uint64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

TEST_CASE("a sample has the mean and the variance of its observations") {
  const std::vector<double> observations{1, 2, 6};
  const SystemSample sample = sample_of(observations);
  CHECK(sample.mean == 3);
  CHECK(sample.variance == 7);
  CHECK(sample.n == 3);
}

TEST_CASE("OCBA by hand: rivals by (σ/δ)², the best by the root of their squares") {
  // Distances 1 and 2 at equal variances: shares 1 and 1/4, and √(1 + 1/16) = 1.0308 for the best.
  const std::vector<SystemSample> systems{{10, 1, 10}, {9, 1, 10}, {8, 1, 10}};
  CHECK(budget_allocation(systems, 1000, 0) == std::vector<std::uint64_t>{452, 438, 110});
  // A rival with twice the standard deviation needs four times as much.
  const std::vector<SystemSample> noisy{{10, 1, 10}, {9, 1, 10}, {8, 4, 10}};
  const auto counts = budget_allocation(noisy, 1000, 0);
  CHECK(counts[1] == counts[2]);
}

TEST_CASE("OCBA takes nothing back, and spends the budget whole") {
  const std::vector<SystemSample> systems{{10, 1, 10}, {9, 1, 10}, {2, 1, 400}};
  const auto counts = budget_allocation(systems, 500, 0);
  CHECK(counts[2] == 400);
  CHECK(counts[0] + counts[1] == 100);
  for (std::uint64_t total = 420; total < 470; ++total) CHECK(sum_of(budget_allocation(systems, total, 0)) == total);
  CHECK(budget_allocation(systems, 100, 0) == std::vector<std::uint64_t>{10, 10, 400});
}

TEST_CASE("OCBA: equals do not take all, and nobody varying means equal shares") {
  const std::vector<SystemSample> equals{{10, 1, 10}, {10, 1, 10}, {9, 1, 10}};
  const auto counts = budget_allocation(equals, 300, 1);
  CHECK(counts[1] == counts[2]);
  const std::vector<SystemSample> constant{{10, 0, 10}, {9, 0, 10}};
  CHECK(budget_allocation(constant, 40, 0) == std::vector<std::uint64_t>{20, 20});
}

TEST_CASE("the probability of the best is one less its rivals' chances") {
  // Variance of the difference 1/2 + 1/2: one standard deviation apart, Φ(1).
  const std::vector<SystemSample> pair{{1, 1, 2}, {0, 1, 2}};
  CHECK(probability_of_best(pair) == Approx(0.8413447461));
  const std::vector<SystemSample> three{{1, 1, 2}, {0, 1, 2}, {0, 1, 2}};
  CHECK(probability_of_best(three) == Approx(1 - 2 * 0.1586552539));
  CHECK(probability_of_best(std::vector<SystemSample>{{1, 0, 2}, {1, 0, 2}}) == 0.5);
  CHECK(probability_of_best(std::vector<SystemSample>(5, SystemSample{1, 1, 2})) == 0);
}

}  // namespace
}  // namespace twinline::statistics
