#include "tests/bridge/desk/made_up_story.hpp"

#include <utility>

#include "reports/explain/story_json.hpp"

namespace twinline::live::desk_test {
namespace {

using reports::CallStanding;
using reports::PolicyAnswer;
using reports::RoutingStep;

Time at(Duration since_arrival) { return world_start + 1h + since_arrival; }

RoutingStep step(std::uint32_t number, Duration since_arrival, std::string occasion, CallStanding standing,
                 PolicyAnswer recorded) {
  RoutingStep step;
  step.number = number;
  step.at = at(since_arrival);
  step.local = "2026-03-02 09:00:00.000";
  step.occasion = std::move(occasion);
  step.standing = standing;
  step.policy = {"split", 1, {{"share", "10 %"}}};
  step.known.queue = step.known.type = "new_loan";
  step.known.waited = since_arrival;
  step.known.asked = number;
  step.known.attributes = {{"tickets", 2}};
  step.known.queues = {{"support", 1, 0}, {"loans", 3, 1}};
  step.known.groups = {{"advice", 0, 4, 1, 20, 4, 25}};
  step.recorded = std::move(recorded);
  return step;
}

/// Given by both arms, but not to the same agent.
RoutingStep chosen(const std::string& call) {
  RoutingStep made = step(4, 21s, "Person 7 (advice) is free", CallStanding::chosen,
                          {{"offer this call to Person 7 (advice)"},
                           "the incumbent decides; waits longest",
                           {{call, true, "Person 7", "advice", 21, "waits longest", true},
                            {"00000000000000a1", false, "Person 7", "advice", 4, "waits less long", false}}});
  made.other = PolicyAnswer{{"offer call 00000000000000a1 to Person 7 (advice)"},
                            "<b>worth more</b>",
                            {{"00000000000000a1", false, "Person 7", "advice", 80, "<b>worth more</b>", true}}};
  made.differs = true;
  return made;
}

reports::CallStory story_of(const std::string& call) {
  reports::CallStory story;
  story.key = call;
  story.id = "12:3";
  story.arrived = at(0s);
  story.type = "new_loan";
  story.segment = "gold";
  story.time_zone = "Europe/Zurich";
  story.life = {{at(0s), "2026-03-02 09:00:00.000", "arrived", "arrives on trunk carrier as new_loan"},
                {at(21s), "2026-03-02 09:00:21.000", "offer_made", "is offered to Person 7 (advice)", 4}};
  RoutingStep waits = step(1, 0s, "this call waits", CallStanding::left, {{}, "nobody who may serve it idles", {}});
  waits.other = waits.recorded;
  const PolicyAnswer elsewhere{{"offer call 00000000000000a0 to Person 3 (advice)"}, "waits longest", {}};
  story.steps = {std::move(waits), step(2, 7s, "Person 3 (advice) is free", CallStanding::passed_over, elsewhere),
                 step(3, 9s, "Person 4 (advice) is free", CallStanding::passed_over, elsewhere), chosen(call)};
  story.other = "round_robin@1";
  story.other_role = "candidate";
  return story;
}

}  // namespace

desk::ErrandReply explanation_of(const std::string& call) {
  if (call == std::string(16, '0')) return {404, R"({"error":"the journal has no such call"})"};
  return {200, reports::to_json(story_of(call))};
}

}  // namespace twinline::live::desk_test
