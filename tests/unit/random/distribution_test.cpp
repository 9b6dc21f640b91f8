#include "sim/random/distribution.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>

#include <catch2/catch.hpp>

#include "tests/unit/random/every_distribution.hpp"

using namespace twinline::random;

namespace {

constexpr std::uint64_t sample_size = 200'000;

std::vector<double> sorted_sample(const Distribution& distribution) {
  const StreamFamily family = StreamSeed(8, 1).family(Purpose::talk);
  std::vector<double> values;
  for (std::uint64_t call = 0; call < sample_size; ++call) {
    Stream stream = family.stream(Entity(call));
    values.push_back(distribution.sample(stream));
  }
  std::sort(values.begin(), values.end());
  return values;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double standard_deviation_of(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size()));
}

}  // namespace

TEST_CASE("samples follow the distribution function, mean and partial mean of every kind") {
  for (const auto& [name, distribution] : every_distribution()) {
    CAPTURE(name);
    const std::vector<double> values = sorted_sample(distribution);
    CHECK(values.front() >= 0);
    const double root_n = std::sqrt(static_cast<double>(sample_size));
    CHECK(std::fabs(mean_of(values) - distribution.mean()) <= 4 * standard_deviation_of(values) / root_n + 1e-12);
    // At points of the sample, so that jumps are met; both sides of each jump are compared as counts up to
    // and including.
    double largest = 0;
    for (std::size_t i = 0; i < values.size(); i += 97) {
      const auto up_to = std::upper_bound(values.begin(), values.end(), values[i]) - values.begin();
      largest = std::max(largest, std::fabs(static_cast<double>(up_to) / static_cast<double>(sample_size) -
                                            distribution.cumulative(values[i])));
    }
    CHECK(largest * root_n < 1.95);
    const double middle = values[sample_size * 3 / 5];
    std::vector<double> early = values;
    for (double& value : early) value = value <= middle ? value : 0;
    CHECK(std::fabs(mean_of(early) - distribution.partial_mean(middle)) <=
          4 * standard_deviation_of(early) / root_n + 1e-12);
    CHECK(distribution.cumulative(-1) == 0);
    CHECK(distribution.cumulative(1e12) == Approx(1));
  }
}

TEST_CASE("means and deviations are those asked for") {
  CHECK(Distribution::exponential(240).mean() == 240);
  CHECK(Distribution::lognormal(180, 210).mean() == Approx(180).epsilon(1e-14));
  CHECK(standard_deviation_of(sorted_sample(Distribution::lognormal(180, 90))) == Approx(90).epsilon(0.02));
  CHECK(Distribution::gamma(7, 0.3).mean() == Approx(7));
  CHECK(standard_deviation_of(sorted_sample(Distribution::gamma(7, 4))) == Approx(3.5).epsilon(0.01));
  CHECK(standard_deviation_of(sorted_sample(Distribution::erlang(9, 30))) == Approx(10).epsilon(0.01));
  CHECK(Distribution::hyperexponential({1, 3}, {10, 50}).mean() == Approx(40));
  CHECK(Distribution::weibull(1, 33).mean() == Approx(33));
  CHECK(Distribution::weibull(2, 10).mean() == Approx(5 * std::sqrt(std::acos(-1.0))));
  CHECK(Distribution::uniform(10, 25).mean() == 17.5);
  CHECK(Distribution::uniform(10, 10).mean() == 10);
  CHECK(Distribution::exponential(60).truncated(120).mean() == Approx(180));  // without memory
  CHECK(Distribution::exponential(20).shifted(5).mean() == Approx(25));
  CHECK(Distribution::empirical({2, 4, 9}).truncated(4, 9).mean() == Approx(6.5));  // bounds belong to the interval
}

TEST_CASE("a weight of zero is never drawn") {
  const Distribution distribution = Distribution::empirical({1, 2, 3}, {0, 1, 0});
  const auto values = sorted_sample(distribution);
  CHECK(values.front() == 2);
  CHECK(values.back() == 2);
}

TEST_CASE("parameters outside their limits are refused with the rule") {
  using D = Distribution;
  CHECK_THROWS_WITH(D::constant(-1), "a constant duration must be at least 0");
  CHECK_THROWS_WITH(D::exponential(0), "the mean of an exponential must be above 0");
  CHECK_THROWS_WITH(D::exponential(std::nan("")), "the mean of an exponential must be above 0");
  CHECK_THROWS_WITH(D::lognormal(10, 0), "the standard deviation of a lognormal must be above 0");
  CHECK_THROWS_WITH(D::gamma(10, -2), "the shape of a gamma must be above 0");
  CHECK_THROWS_WITH(D::erlang(0, 10), "an Erlang distribution needs at least one phase");
  CHECK_THROWS_WITH(D::hyperexponential({1, 1}, {10}), "each alternative needs exactly one weight");
  CHECK_THROWS_WITH(D::hyperexponential({1, -1}, {10, 20}), "a weight must be at least 0");
  CHECK_THROWS_WITH(D::hyperexponential({0, 0}, {10, 20}), "at least one weight must be above 0");
  CHECK_THROWS_WITH(D::weibull(1, INFINITY), "the scale of a Weibull must be above 0");
  CHECK_THROWS_WITH(D::uniform(5, 4), "the upper end of a uniform must be at least its lower end, and finite");
  CHECK_THROWS_WITH(D::empirical({}), "a choice needs at least one alternative");
  CHECK_THROWS_WITH(D::empirical({-3}), "each value of an empirical distribution must be at least 0");
  CHECK_THROWS_WITH(D::constant(3).shifted(-1), "a shift must be at least 0");
  CHECK_THROWS_WITH(D::exponential(1).truncated(5, 5), "the upper bound of a truncation must be above its lower bound");
  CHECK_THROWS_WITH(D::exponential(1).truncated(5, 90),
                    "a truncation must keep at least one per cent of the distribution");
}

TEST_CASE("the first draws of every distribution are what they always were") {
  // A changed line is another history for every scenario: raise the model version and say why in the commit.
  const StreamFamily family = StreamSeed(2026, 0).family(Purpose::talk);
  const std::string approved =
      "6924e5f41e9a6e84 constant\n"
      "58e0175bfbbe1a47 exponential\n"
      "53fb42a93b76d008 lognormal\n"
      "4c5355c8a4f8b95d gamma of shape 28.7\n"
      "42b9bbe0fbc916a5 gamma of shape 0.4\n"
      "b6b369dc37f766d9 erlang\n"
      "438bdeb832a2297b hyperexponential\n"
      "739dfad93afd7cdb weibull of shape 0.7\n"
      "eddcd30073f333c3 weibull of shape 2\n"
      "322c8f5f9148211b uniform\n"
      "490f43f0521a0f01 empirical\n"
      "db4d8986c62b6a1d weighted empirical\n"
      "a1f4f55a79efcd1d mixture\n"
      "01c9c4c3c047ef37 shifted\n"
      "568faf7f59faf120 truncated\n"
      "90208f53d8ec5db1 truncated tail\n"
      "698f1f5258443458 shifted mixture of truncated\n";
  std::string drawn;
  for (const auto& [name, distribution] : every_distribution()) {
    std::uint64_t hash = 0;
    for (std::uint64_t call = 0; call < 1000; ++call) {
      Stream stream = family.stream(Entity(call));
      hash = mixing::finalise(hash ^ std::bit_cast<std::uint64_t>(distribution.sample(stream)));
    }
    char line[80];
    std::snprintf(line, sizeof line, "%016llx %s\n", static_cast<unsigned long long>(hash), name.c_str());
    drawn += line;
  }
  CHECK(drawn == approved);
}
