#include "reports/kpi/verdict.hpp"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

using namespace twinline::reports;

TEST_CASE("a verdict follows the interval and the direction") {
  struct Case {
    double low, high;
    std::optional<double> least;
    Direction direction;
    Verdict verdict;
  };
  const Case cases[] = {
      {1, 3, {}, Direction::higher_is_better, Verdict::better},
      {1, 3, {}, Direction::lower_is_better, Verdict::worse},
      {1, 3, {}, Direction::none, Verdict::higher},
      {-3, -1, {}, Direction::higher_is_better, Verdict::worse},
      {-3, -1, {}, Direction::lower_is_better, Verdict::better},
      {-3, -1, {}, Direction::none, Verdict::lower},
      {-1, 3, {}, Direction::higher_is_better, Verdict::undecided},
      {0, 3, {}, Direction::higher_is_better, Verdict::undecided},    // touches zero
      {-1, 3, 2.0, Direction::higher_is_better, Verdict::undecided},  // sticks out of the least effect
      {-1, 1, 2.0, Direction::higher_is_better, Verdict::no_meaningful_difference},
      {1, 1.5, 2.0, Direction::higher_is_better, Verdict::no_meaningful_difference},  // sure, and does not matter
      {1, 2.5, 2.0, Direction::higher_is_better, Verdict::better},
      {-1, 2, 2.0, Direction::none, Verdict::no_meaningful_difference},
      {0, 0, {}, Direction::higher_is_better, Verdict::no_meaningful_difference},
      {0, 0, 1.0, Direction::none, Verdict::no_meaningful_difference},
      {-1, 1, 0.0, Direction::none, Verdict::undecided},
      {std::nan(""), std::nan(""), 1.0, Direction::none, Verdict::undecided},
  };
  for (const Case& c : cases) {
    CAPTURE(c.low, c.high, c.least.value_or(-1), static_cast<int>(c.direction));
    CHECK(verdict_on(c.low, c.high, c.least, c.direction) == c.verdict);
  }
}

TEST_CASE("among several questions the adjusted p-value decides on zero, the adjusted bounds on meaning") {
  constexpr auto higher = Direction::higher_is_better;
  const auto verdict = [](double estimate, double low, double high, std::optional<double> p) {
    return verdict_on({estimate, {low, high}, p}, 1.0, higher);
  };
  CHECK(verdict(2, 0.5, 3.5, 0.01) == Verdict::better);
  CHECK(verdict(-2, -3.5, -0.5, 0.01) == Verdict::worse);
  CHECK(verdict(2, -0.1, 4.1, 0.04) == Verdict::better);  // Holm may decide before the bounds of all at once do
  CHECK(verdict(2, -0.1, 4.1, 0.06) == Verdict::undecided);
  CHECK(verdict(0.5, 0.1, 0.9, 0.001) == Verdict::no_meaningful_difference);
  CHECK(verdict(0.5, 0.1, 0.9, 1.0) == Verdict::no_meaningful_difference);
  // A method without p-values goes by its bounds.
  CHECK(verdict(2, 0.5, 3.5, {}) == Verdict::better);
  CHECK(verdict(2, -0.1, 4.1, {}) == Verdict::undecided);
  CHECK(verdict(2, std::nan(""), std::nan(""), {}) == Verdict::undecided);
}

TEST_CASE("a one-sided interval can say better, never that nothing matters") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(verdict_on(0.5, infinity, 1.0, Direction::higher_is_better) == Verdict::better);
  CHECK(verdict_on(-infinity, -0.5, 1.0, Direction::lower_is_better) == Verdict::better);
  CHECK(verdict_on(-0.5, infinity, 1.0, Direction::higher_is_better) == Verdict::undecided);
}
