// What makes demand rise and fall: growth, special days, busyness that persists, logs beside rates.
#include "sim/people/demand.hpp"

#include <cmath>
#include <set>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/people/busyness.hpp"
#include "sim/people/day_rates.hpp"
#include "tests/unit/schema/samples.hpp"

using namespace twinline;
using scenarios::samples::changed;
using scenarios::samples::load_text;
using scenarios::samples::sound;

namespace {

scenarios::Scenario scenario_of(const std::string& text) {
  const scenarios::Loaded loaded = load_text(text);
  for (const scenarios::Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.scenario);
  return *loaded.scenario;
}

scenarios::Scenario with(const std::string& blocks, const std::string& arrivals = "{rate: 60 per hour}") {
  return scenario_of(changed(sound, "{rate: 60 per hour}", arrivals) + blocks);
}

double expected_calls(const scenarios::Scenario& scenario, std::size_t day) {
  double calls = 0;
  for (const sim::RatePiece& piece : sim::day_rates(scenario, CallTypeIndex{0}, day))
    calls += piece.calls(piece.from, piece.until);
  return calls;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  double mean_a = 0, mean_b = 0, ab = 0, aa = 0, bb = 0;
  for (const double value : a) mean_a += value / static_cast<double>(a.size());
  for (const double value : b) mean_b += value / static_cast<double>(b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return ab / std::sqrt(aa * bb);
}

/// The factors of all intervals but the last of each day, and of the intervals that follow them.
struct Neighbours {
  std::vector<double> one, next;
};

Neighbours neighbours_of(const scenarios::Scenario& scenario, std::uint64_t days) {
  Neighbours found;
  for (std::uint64_t index = 0; index < days; ++index) {
    const auto factors = sim::interval_busyness(scenario, sim::Draws({7, index}), CallTypeIndex{0}, 0);
    found.one.insert(found.one.end(), factors.begin(), factors.end() - 1);
    found.next.insert(found.next.end(), factors.begin() + 1, factors.end());
  }
  return found;
}

}  // namespace

TEST_CASE("rates grow from day to day, for all call types and for one") {
  const auto scenario =
      with("horizon: {days: 15}\ngrowth: {by: 2 %, per: 7 d}\n", "{rate: 60 per hour, growth: {by: -10 %, per: 1 d}}");
  CHECK(expected_calls(scenario, 0) == Approx(1440));
  CHECK(expected_calls(scenario, 1) == Approx(1440 * std::pow(1.02, 1.0 / 7) * 0.9));
  CHECK(expected_calls(scenario, 14) == Approx(1440 * 1.02 * 1.02 * std::pow(0.9, 14)));
}

TEST_CASE("a date's factor wins over its weekday's, and shared and own factors multiply") {
  const auto scenario = with("horizon: {from: 2026-03-02, days: 3}\nspecial_days: {mon-wed: 1.5, 2026-03-03: 0.5}\n",
                             "{rate: 60 per hour, special_days: {wed: 2}}");
  CHECK(expected_calls(scenario, 0) == Approx(1440 * 1.5));
  CHECK(expected_calls(scenario, 1) == Approx(1440 * 0.5));
  CHECK(expected_calls(scenario, 2) == Approx(1440 * 3));
}

TEST_CASE("a persistent busyness keeps its distribution and resembles the interval before") {
  const std::string factor = GENERATE("gamma: {shape: 20}", "lognormal: {sd: 0.2236}");
  const double persistence = GENERATE(0.0, 0.5, 0.9);
  const auto scenario =
      with("busyness: {interval: {" + factor + ", persistence: " + std::to_string(persistence) + "}}\n");
  const Neighbours factors = neighbours_of(scenario, 400);
  double mean = 0, square = 0;
  for (const double value : factors.one) {
    mean += value / static_cast<double>(factors.one.size());
    square += value * value / static_cast<double>(factors.one.size());
  }
  // Days are independent; within one, so many intervals tell as much as one.
  const double like_one = (1 + persistence) / (1 - persistence);
  const double error = std::sqrt(0.05 * like_one / static_cast<double>(factors.one.size()));
  CHECK(std::abs(mean - 1) < 4 * error);
  CHECK(square - mean * mean == Approx(0.05).epsilon(0.12));
  // Of nearly normal factors the correlation is that of the scores, a little less.
  CHECK(std::abs(correlation(factors.one, factors.next) - persistence) < 0.03);
}

TEST_CASE("a mirrored replication has the mirrored busyness") {
  const auto scenario = with("busyness: {interval: {gamma: {shape: 400}, persistence: 60 %}}\n");
  const auto factors_of = [&](std::uint64_t index) {
    return sim::interval_busyness(scenario, sim::Draws({.antithetic = true}, 5, index), CallTypeIndex{0}, 0);
  };
  CHECK(correlation(factors_of(0), factors_of(1)) < -0.99);
}

TEST_CASE("call types of a shared busyness rise together, and those of their own do not") {
  const auto two =
      changed(sound, "groups:", "  other:\n    arrivals: {rate: 1 per hour}\n    handling: {talk: 1 min}\ngroups:");
  const bool shared = GENERATE(true, false);
  const std::string busyness = "busyness: {interval: {gamma: {shape: 20}, persistence: 80 %}}";
  const auto scenario =
      scenario_of(shared ? two + busyness + "\n"
                         : changed(changed(two, "{rate: 60 per hour}", "{rate: 60 per hour, " + busyness + "}"),
                                   "{rate: 1 per hour}", "{rate: 1 per hour, " + busyness + "}"));
  std::vector<double> one, other;
  for (std::uint64_t index = 0; index < 60; ++index) {
    const sim::Draws draws({3, index});
    for (const double value : sim::interval_busyness(scenario, draws, CallTypeIndex{0}, 0)) one.push_back(value);
    for (const double value : sim::interval_busyness(scenario, draws, CallTypeIndex{1}, 0)) other.push_back(value);
  }
  CHECK(std::abs(correlation(one, other) - (shared ? 1 : 0)) < 0.12);
}

TEST_CASE("demand with nothing but surges comes to an end") {
  auto scenario = with("");
  scenario.callers[0].arrivals.by_weekday.clear();
  const sim::Demand demand(scenario, sim::ReplayLog(scenario), sim::Draws({1, 0}));
  CHECK(demand.next().at == never);
}
