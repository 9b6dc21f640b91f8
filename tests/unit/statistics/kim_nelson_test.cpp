#include "reports/statistics/kim_nelson.hpp"

#include <cmath>
#include <stdexcept>

#include <catch2/catch.hpp>

namespace twinline::statistics {
namespace {

using First = std::vector<std::vector<double>>;
using Settings = KimNelson::Settings;

// With two systems, two first observations and a confidence of 75 %: eta = ((2 * 0.25)^-2 - 1) / 2 = 1.5, h² = 3.
const Settings by_hand{0.75, 1, {}};

TEST_CASE("KN's factor is that of the paper's formula") {
  CHECK(KimNelson::squared_factor(2, 2, 0.75) == Approx(3));
  // eta = ((2 * 0.05 / 3)^(-2 / 9) - 1) / 2
  CHECK(KimNelson::squared_factor(4, 10, 0.95) == Approx(9 * (std::pow(0.1 / 3, -2.0 / 9) - 1)));
}

TEST_CASE("KN by hand: a clear loser goes at the first screening") {
  // Differences 2 and 4, S² = 2, so the pair's end is 3 * 2 = 6 and the room at stage 2 is (6 - 2) / 2 = 2; the lead
  // is 6.
  const KimNelson selection(First{{3, 5}, {1, 1}}, by_hand);
  CHECK(selection.decided());
  CHECK(selection.survivors() == std::vector<std::size_t>{0});
  REQUIRE(selection.elimination_of(1));
  CHECK(selection.elimination_of(1)->by == 0);
  CHECK(selection.elimination_of(1)->stage == 2);
  CHECK_FALSE(selection.elimination_of(0));
}

TEST_CASE("KN by hand: a pair is observed until the lead is more than the room") {
  // Differences 3 and -1, S² = 8, end 24. Room (24 - r) / 2.
  KimNelson selection(First{{3, 0}, {0, 1}}, by_hand);
  CHECK(selection.last_stage() == 25);
  REQUIRE_FALSE(selection.decided());  // lead 2, room 11
  selection.observe(std::vector<double>{8.5, 0});
  REQUIRE_FALSE(selection.decided());  // lead 10.5, room 10.5
  selection.observe(std::vector<double>{0, 0});
  CHECK(selection.decided());  // lead 10.5, room 10
  CHECK(selection.elimination_of(1)->stage == 4);
}

TEST_CASE("KN: a standard is lost only to what is better by more than half the zone") {
  // Nothing varies, so every pair's time is over at once and only the standard's bonus of half a zone decides.
  const Settings settings{0.95, 1, std::size_t{0}};
  CHECK(KimNelson(First{{5, 5}, {5.25, 5.25}}, settings).survivors() == std::vector<std::size_t>{0});
  CHECK(KimNelson(First{{5, 5}, {5.75, 5.75}}, settings).survivors() == std::vector<std::size_t>{1});
  CHECK(KimNelson(First{{5, 5}, {5.25, 5.25}}, {0.95, 1, {}}).survivors() == std::vector<std::size_t>{1});
}

TEST_CASE("KN: systems that are equal to the last bit are told apart by their numbers") {
  const KimNelson selection(First{{1, 2, 3}, {1, 2, 3}, {1, 2, 3}}, {0.95, 0.1, {}});
  CHECK(selection.survivors() == std::vector<std::size_t>{0});
}

TEST_CASE("KN ends by the stage that its first observations foretell") {
  // What comes later is a tie, the worst there is: the sums decide when every pair's time is over.
  KimNelson selection(First{{1, 4, 2}, {3, 1, 4}, {2, 2, 2}}, {0.9, 0.5, {}});
  const std::uint64_t last = selection.last_stage();
  while (!selection.decided()) {
    REQUIRE(selection.stage() < last);
    selection.observe(std::vector<double>(selection.survivors().size(), 1));
  }
  CHECK(selection.survivors() == std::vector<std::size_t>{1});
}

TEST_CASE("KN refuses what it cannot work with") {
  CHECK_THROWS_AS(KimNelson(First{{1, 2}}, by_hand), std::invalid_argument);
  CHECK_THROWS_AS(KimNelson(First{{1}, {2}}, by_hand), std::invalid_argument);
  CHECK_THROWS_AS(KimNelson(First{{1, 2}, {1, 2, 3}}, by_hand), std::invalid_argument);
  CHECK_THROWS_AS(KimNelson(First{{1, 2}, {2, 1}}, Settings{0.95, 0, {}}), std::invalid_argument);
  CHECK_THROWS_AS(KimNelson(First{{1, 2}, {2, 1}}, Settings{1, 1, {}}), std::invalid_argument);
  CHECK_THROWS_AS(KimNelson(First{{1, 2}, {2, 1}}, Settings{0.95, 1, std::size_t{2}}), std::invalid_argument);
  KimNelson selection(First{{3, 0}, {0, 1}}, by_hand);
  CHECK_THROWS_AS(selection.observe(std::vector<double>{1}), std::invalid_argument);
}

}  // namespace
}  // namespace twinline::statistics
