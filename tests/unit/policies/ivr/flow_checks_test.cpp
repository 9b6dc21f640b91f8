#include "policies/ivr/flow_checks.hpp"

#include <catch2/catch.hpp>

namespace twinline {
namespace {

constexpr StepIndex at(std::size_t position) { return StepIndex{position}; }

Step step(StepKind kind, StepIndex next = {}, StepIndex otherwise = {}) {
  Step made;
  made.kind = kind;
  made.next = next;
  made.otherwise = otherwise;
  return made;
}

Step menu(std::vector<Branch> branches, StepIndex otherwise) {
  Step made = step(StepKind::menu, {}, otherwise);
  made.branches = std::move(branches);
  return made;
}

}  // namespace

TEST_CASE("circles that no key leads out of are found", "[ivr][flow]") {
  CHECK_FALSE(step_going_round({"straight on", {step(StepKind::announce, at(1)), step(StepKind::hang_up)}}));
  CHECK(step_going_round({"to itself", {step(StepKind::announce, at(0))}}) == at(0));
  CHECK(step_going_round({"round",
                          {step(StepKind::menu, {}, at(1)), step(StepKind::announce, at(2)),
                           step(StepKind::hours, {}, at(1))}}) == at(1));
  // A menu on the circle asks; so does the offer of a callback.
  CHECK_FALSE(step_going_round({"menu", {step(StepKind::announce, at(1)), menu({{'1', at(0)}}, at(0))}}));
  CHECK_FALSE(step_going_round({"offer", {step(StepKind::announce, at(1)), step(StepKind::offer_callback, at(0))}}));
  // Where two ways meet again there is no circle.
  CHECK_FALSE(step_going_round(
      {"diamond", {step(StepKind::hours, at(1), at(2)), step(StepKind::announce, at(2)), step(StepKind::voicemail)}}));
  CHECK_FALSE(step_going_round({"empty", {}}));
}

TEST_CASE("the way to a human is counted in questions", "[ivr][flow]") {
  CHECK(questions_to_a_human({"empty", {}}) == 0);
  CHECK(questions_to_a_human({"announced", {step(StepKind::announce)}}) == 0);
  CHECK(questions_to_a_human({"menu", {menu({{'1', at(1)}}, at(1)), step(StepKind::queue)}}) == 1);
  CHECK(questions_to_a_human({"voicemail", {step(StepKind::announce, at(1)), step(StepKind::voicemail)}}) ==
        std::nullopt);
  // The shorter of two ways, and a number outside counts.
  const Flow two{"two",
                 {menu({{'1', at(1)}, {'0', at(3)}}, at(4)), menu({{'1', at(2)}}, at(4)), step(StepKind::queue),
                  step(StepKind::transfer, {}, at(4)), step(StepKind::hang_up)}};
  CHECK(questions_to_a_human(two) == 1);
  CHECK(questions_to_a_human(two, at(1)) == 1);
  CHECK(questions_to_a_human(two, at(4)) == std::nullopt);
  // A circle of menus does not hold the search up.
  CHECK(questions_to_a_human({"trap", {menu({{'1', at(1)}}, at(1)), menu({{'1', at(0)}}, at(0))}}) == std::nullopt);
}

}  // namespace twinline
