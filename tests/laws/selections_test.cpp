// What lab_experiments_test.cpp does not ask of selections.
#include "tests/laws/selections.hpp"

#include <catch2/catch.hpp>

namespace twinline::laws {

TEST_CASE("shared random numbers make a selection shorter") {
  const auto tallies = drawn_selections(20);
  CHECK(tallies[1].replications < 0.75 * tallies[0].replications);
  CHECK(tallies[2].replications < tallies[1].replications);
}

TEST_CASE("most selections are right") {
  for (const SelectionTally& tally : drawn_selections(50)) {
    INFO(tally.quantity << ": " << tally.right << " of " << tally.selections << " right");
    CHECK(tally.right > 40);
  }
}

}  // namespace twinline::laws
