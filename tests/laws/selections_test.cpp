// Selections at reduced size; docs/validation.md has them at full size.
#include "tests/laws/selections.hpp"

#include <catch2/catch.hpp>

namespace twinline::laws {

TEST_CASE("KN selects the best of twenty as often as it promises") {
  for (const SelectionTally& tally : drawn_selections(200 / TWINLINE_LAWS_SHARE)) {
    INFO(tally.quantity << ": " << tally.right << " of " << tally.selections << " right, on average after "
                        << tally.replications << " replications");
    CHECK(tally.share() + 1.5 * tally.half_width() >= tally.promised);
    CHECK(tally.share() > 0.5);
  }
}

TEST_CASE("shared random numbers make a selection shorter") {
  const auto tallies = drawn_selections(20);
  CHECK(tallies[1].replications < 0.75 * tallies[0].replications);
  CHECK(tallies[2].replications < 0.75 * tallies[1].replications);
}

}  // namespace twinline::laws
