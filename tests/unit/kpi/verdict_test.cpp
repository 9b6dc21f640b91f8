#include "reports/kpi/verdict.hpp"

#include <cmath>

#include <catch2/catch.hpp>

using namespace twinline::reports;
using twinline::statistics::Interval;

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

TEST_CASE("one replication decides nothing, however the estimate looks") {
  CHECK(verdict_on(Interval{5, {}, 1}, 1.0, Direction::higher_is_better) == Verdict::undecided);
  CHECK(verdict_on(Interval{0, {}, 1}, 1.0, Direction::higher_is_better) == Verdict::undecided);
  CHECK(verdict_on(Interval{5, 1.0, 9}, 1.0, Direction::higher_is_better) == Verdict::better);
  CHECK(verdict_on(Interval{0, 0.0, 9}, {}, Direction::higher_is_better) == Verdict::no_meaningful_difference);
}
