// Conservation of calls: whatever fails, whenever, on whatever grid, each call that was dialled comes to one end, and
// nothing is left of it.
#include <catch2/catch.hpp>

#include "tests/infra/grid_day.hpp"
#include "tests/infra/random_grid.hpp"

namespace twinline::infra {
namespace {

constexpr std::uint64_t storms = 1000;

std::uint64_t dropped_in_all(const GridDay& day) {
  std::uint64_t dropped = 0;
  for (const std::uint64_t by_one_cause : day.losses.dropped) dropped += by_one_cause;
  return dropped;
}

int ended_in_all(const GridDay& day) {
  int ended = 0;
  for (const auto& [outcome, calls] : day.ended) ended += calls;
  return ended;
}

}  // namespace

TEST_CASE("law: in 1,000 random storms of failures each call ends once, and nothing is left of it", "[infra]") {
  std::uint64_t attempts = 0, unheard = 0, dropped = 0, gave_up = 0;
  for (std::uint64_t seed = 1; seed <= storms; ++seed) {
    const std::string text = random_grid(seed);
    const GridDay day = day_of(text);
    attempts += day.attempts;
    unheard += day.losses.unheard;
    dropped += dropped_in_all(day);
    gave_up += day.losses.gave_up_in_silence;
    if (day.each_once && day.still_there.empty() && day.nothing_left && ended_in_all(day) == day.arrived &&
        static_cast<std::uint64_t>(day.arrived) + day.losses.unheard == day.attempts) {
      continue;
    }
    CAPTURE(seed, text, day.attempts, day.arrived, day.losses.unheard, ended_in_all(day), day.still_there.size());
    CHECK(day.each_once);
    CHECK(day.nothing_left);
    FAIL_CHECK("calls were lost track of");
  }
  // The storms are storms.
  CHECK(attempts > 100 * storms);
  CHECK(unheard > 2 * storms);
  CHECK(dropped > storms);
  CHECK(gave_up > storms);
}

}  // namespace twinline::infra
