#include "policies/ivr/flow_checks.hpp"

#include <catch2/catch.hpp>

namespace twinline {
namespace {

constexpr StepIndex to(std::size_t position) { return StepIndex{position}; }

Step bare_step(StepKind kind, StepIndex next = {}, StepIndex otherwise = {}) {
  Step made;
  made.kind = kind;
  made.next = next;
  made.otherwise = otherwise;
  return made;
}

Step menu(std::vector<Branch> branches, StepIndex otherwise) {
  Step made = bare_step(StepKind::menu, {}, otherwise);
  made.branches = std::move(branches);
  return made;
}

}  // namespace

TEST_CASE("circles that no key leads out of are found", "[ivr][flow]") {
  CHECK_FALSE(step_going_round({"straight on", {bare_step(StepKind::announce, to(1)), bare_step(StepKind::hang_up)}}));
  CHECK(step_going_round({"to itself", {bare_step(StepKind::announce, to(0))}}) == to(0));
  CHECK(step_going_round({"round",
                          {bare_step(StepKind::menu, {}, to(1)), bare_step(StepKind::announce, to(2)),
                           bare_step(StepKind::hours, {}, to(1))}}) == to(1));
  // A menu on the circle asks; so does the offer of a callback.
  CHECK_FALSE(step_going_round({"menu", {bare_step(StepKind::announce, to(1)), menu({{'1', to(0)}}, to(0))}}));
  CHECK_FALSE(
      step_going_round({"offer", {bare_step(StepKind::announce, to(1)), bare_step(StepKind::offer_callback, to(0))}}));
  // Where two ways meet again there is no circle.
  CHECK_FALSE(step_going_round({"diamond",
                                {bare_step(StepKind::hours, to(1), to(2)), bare_step(StepKind::announce, to(2)),
                                 bare_step(StepKind::voicemail)}}));
  CHECK_FALSE(step_going_round({"empty", {}}));
}

TEST_CASE("the way to a human is counted in questions", "[ivr][flow]") {
  CHECK(questions_to_a_human({"empty", {}}) == 0);
  CHECK(questions_to_a_human({"announced", {bare_step(StepKind::announce)}}) == 0);
  CHECK(questions_to_a_human({"menu", {menu({{'1', to(1)}}, to(1)), bare_step(StepKind::queue)}}) == 1);
  CHECK(questions_to_a_human({"voicemail", {bare_step(StepKind::announce, to(1)), bare_step(StepKind::voicemail)}}) ==
        std::nullopt);
  // The shorter of two ways, and a number outside counts.
  const Flow two{"two",
                 {menu({{'1', to(1)}, {'0', to(3)}}, to(4)), menu({{'1', to(2)}}, to(4)), bare_step(StepKind::queue),
                  bare_step(StepKind::transfer, {}, to(4)), bare_step(StepKind::hang_up)}};
  CHECK(questions_to_a_human(two) == 1);
  CHECK(questions_to_a_human(two, to(1)) == 1);
  CHECK(questions_to_a_human(two, to(4)) == std::nullopt);
  // A machine that talks asks, whichever way it leads on; so does the offer of another channel.
  CHECK(questions_to_a_human(
            {"bot",
             {bare_step(StepKind::bot, to(1), to(2)), bare_step(StepKind::hang_up), bare_step(StepKind::queue)}}) == 1);
  CHECK(questions_to_a_human({"bot alone", {bare_step(StepKind::bot, to(1), to(1)), bare_step(StepKind::hang_up)}}) ==
        std::nullopt);
  CHECK(questions_to_a_human({"steered", {bare_step(StepKind::steer, to(1)), bare_step(StepKind::queue)}}) == 1);
  // Who opts out is on the way to a human being.
  Step number = bare_step(StepKind::collect, to(1), to(1));
  number.human = to(2);
  CHECK(questions_to_a_human({"opting out", {number, bare_step(StepKind::hang_up), bare_step(StepKind::queue)}}) == 1);
  // A circle of menus does not hold the search up.
  CHECK(questions_to_a_human({"trap", {menu({{'1', to(1)}}, to(1)), menu({{'1', to(0)}}, to(0))}}) == std::nullopt);
}

}  // namespace twinline
