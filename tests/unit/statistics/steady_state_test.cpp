#include "reports/statistics/steady_state.hpp"

#include <vector>

#include <catch2/catch.hpp>

#include "sim/random/standard_draws.hpp"

namespace twinline::statistics {
namespace {

/// Each value leans on the one before it by `memory`; the first on `start`.
std::vector<double> leaning(double memory, double start, std::size_t n, std::uint64_t seed) {
  random::Stream stream = random::StreamSeed(seed, 3).stream(random::Purpose::resampling, random::Entity{1});
  std::vector<double> values;
  double now = start;
  for (std::size_t i = 0; i < n; ++i) values.push_back(now = memory * now + random::standard_normal(stream));
  return values;
}

}  // namespace

TEST_CASE("MSER-5 deletes what is far from the rest, in fives, and no more") {
  std::vector<double> values(100, 10.0);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] += i % 2 == 0 ? 1 : -1;
  CHECK(mser_5(values) == 0);
  for (std::size_t i = 0; i < 12; ++i) values[i] = 0;
  CHECK(mser_5(values) == 15);  // the third five are half distorted
}

TEST_CASE("MSER-5 finds the warm-up of a process that begins far away") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto deleted = mser_5(leaning(0.9, 100, 2000, seed));
    REQUIRE(deleted);
    CHECK(*deleted >= 20);  // 100 * 0.9^20 = 12, still far out
    CHECK(*deleted <= 500);
  }
}

TEST_CASE("MSER-5 says nothing of a run that never settles, or is too short") {
  std::vector<double> rising(200);
  for (std::size_t i = 0; i < rising.size(); ++i) rising[i] = static_cast<double>(i);
  CHECK_FALSE(mser_5(rising));
  CHECK_FALSE(mser_5(std::vector<double>(19, 1.0)));
}

TEST_CASE("neighbours that lean on each other are noticed, others one time in a hundred") {
  std::size_t alarms = 0, noticed = 0;
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    alarms += neighbours_are_alike(leaning(0, 0, 30, seed));
    noticed += neighbours_are_alike(leaning(0.7, 0, 30, seed));
  }
  CHECK(alarms <= 23);  // four standard errors above ten
  CHECK(alarms >= 1);
  CHECK(noticed >= 800);
  CHECK(neighbour_correlation(std::vector<double>{1, 2, 3, 4, 5}) == Approx(0.4));
  CHECK(neighbour_correlation(std::vector<double>{2, 2, 2}) == 0);
}

}  // namespace twinline::statistics
