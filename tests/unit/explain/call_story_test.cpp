// Small runs made by hand, fact by fact, written as journals and explained from them.
#include "reports/render/call_story.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "reports/explain/story_json.hpp"
#include "reports/render/text_table.hpp"
#include "sim/lab/explanation.hpp"
#include "tests/unit/explain/hand_made_journal.hpp"

namespace twinline {
namespace {

using reports::CallStanding;
using reports::CallStory;
using reports::RoutingStep;

sim::Explanation explained(HandMade& run, const std::string& call,
                           const std::optional<scenarios::PolicyChoice>& other = {}) {
  return sim::explain(run.closed(), call, other);
}

CallStory story_of(HandMade& run, const std::string& call, const std::optional<scenarios::PolicyChoice>& other = {}) {
  return explained(run, call, other).story;
}

std::string complaint(HandMade& run, const std::string& call) {
  try {
    static_cast<void>(explained(run, call));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "none";
}

/// One call that ann lets ring and bob answers, with eve idle, who may not serve it.
void let_ring_and_answer(HandMade& run) {
  run.ready(0s, eve);
  run.ready(10s, ann);
  const CallId call = run.call(60s, sales);
  run.tell(80s, OfferRefused{run.last_offer(ann), OfferRefusal::no_answer});
  run.ready(100s, bob);
  run.serve(104s, call, bob);
}

std::vector<std::string> kinds(const CallStory& story) {
  std::vector<std::string> kinds;
  for (const auto& event : story.life) kinds.push_back(event.kind);
  return kinds;
}

const reports::LifeEvent& nth(const CallStory& story, const std::string& kind, std::size_t which) {
  for (const auto& event : story.life) {
    if (event.kind == kind && which-- == 0) return event;
  }
  throw std::logic_error("no such event");
}

TEST_CASE("story: the life of a call in order, relative to its arrival and on the site's clock", "[explain]") {
  HandMade run;
  let_ring_and_answer(run);
  const CallStory story = story_of(run, "1");
  CHECK(kinds(story) == std::vector<std::string>{"arrived", "wait_began", "offer_made", "offer_ended", "offer_made",
                                                 "offer_ended", "wait_ended", "talk_ended", "wrap_up", "handling_ended",
                                                 "ended"});
  CHECK(story.key == "000000000000abc0");
  CHECK(story.id == "0:1");
  CHECK(story.life.front().local == "2026-03-02 08:01:00.000");
  CHECK(story.life.front().text == "arrives as sales, priority 0; known: tickets = 2");
  CHECK(nth(story, "offer_ended", 0).text == "ann (skilled) does not answer, after 20.0 s");
  CHECK(nth(story, "offer_ended", 1).text == "bob (skilled) answers, after 4.0 s");
  CHECK(nth(story, "offer_ended", 1).at - story.arrived == 44s);
  CHECK(nth(story, "handling_ended", 0).text == "bob (skilled) is done with it: talk 60.0 s, wrap-up 10.0 s");
  CHECK(story.life.back().text == "ends: served");
  CHECK(story.ended);
}

TEST_CASE("story: each decision with what was known, who was weighed and why the winner won", "[explain]") {
  HandMade run;
  let_ring_and_answer(run);
  const CallStory story = story_of(run, "000000000000abc0");
  REQUIRE(story.steps.size() == 3);
  const RoutingStep &first = story.steps[0], &nobody = story.steps[1], &last = story.steps[2];
  CHECK(first.occasion == "this call waits");
  CHECK(first.standing == CallStanding::chosen);
  CHECK(first.policy.name == "longest_idle_agent");
  CHECK(first.known.attributes.at(0).name == "tickets");
  CHECK(first.known.groups.size() == 1);
  CHECK(first.known.groups[0].idle == 1);
  CHECK(first.known.queues[0].waiting == 1);
  REQUIRE(first.recorded.candidates.size() == 1);
  CHECK(first.recorded.candidates[0].agent == "ann");
  CHECK(first.recorded.candidates[0].score == 50);
  CHECK(first.recorded.candidates[0].won);
  CHECK(first.recorded.decided == std::vector<std::string>{"offer this call to ann (skilled)"});
  CHECK(first.recorded.because == "longest idle");
  CHECK(nobody.standing == CallStanding::left);
  CHECK(nobody.known.waited == 20s);
  CHECK(nobody.known.refusals == 1);
  CHECK(nobody.recorded.because == "nobody who may serve it is idle");
  CHECK(last.occasion == "bob (skilled) is free");
  CHECK(last.standing == CallStanding::chosen);
  CHECK(last.recorded.because == "longest waiting");
  CHECK(nth(story, "offer_made", 0).decision == 1);
  CHECK(nth(story, "offer_made", 1).decision == 3);
}

TEST_CASE("story: a free agent who takes an older call has passed this one over", "[explain]") {
  HandMade run;
  run.call(0s, sales);
  run.call(5s, sales);
  run.ready(30s, ann);
  const CallStory story = story_of(run, "2");
  REQUIRE(story.steps.size() == 2);
  CHECK(story.steps[1].standing == CallStanding::passed_over);
  CHECK(story.steps[1].known.ahead == 1);
  CHECK(story.steps[1].recorded.decided == std::vector<std::string>{"offer call 000000000000abc0 to ann (skilled)"});
  CHECK_FALSE(story.ended);
  CHECK_THAT(terminal_text(story, {}), Catch::Contains("The journal ends before the call does."));
}

TEST_CASE("story: says what another policy would have decided, and which one was in force", "[explain]") {
  HandMade run;
  run.ready(0s, eve);
  run.ready(10s, ann);
  const CallId first = run.call(20s, any_type);
  run.serve(22s, first, eve);
  const scenarios::PolicyChoice ranked{"skill_priority", 1, {{"overflow_after", "1 min"}}};
  run.put_in_force(200s, ranked);
  const CallId second = run.call(210s, any_type);
  run.serve(212s, second, ann);
  const CallStory before = story_of(run, "1", ranked), after = story_of(run, "2", ranked);
  REQUIRE(before.steps.size() == 1);
  CHECK(before.steps[0].policy.name == "longest_idle_agent");
  CHECK(before.steps[0].recorded.decided == std::vector<std::string>{"offer this call to eve (unskilled)"});
  REQUIRE(before.steps[0].other);
  CHECK(before.steps[0].other->decided == std::vector<std::string>{"offer this call to ann (skilled)"});
  CHECK(before.steps[0].other->because == "highest rank with an idle agent");
  CHECK(before.steps[0].differs);
  REQUIRE(after.steps.size() == 1);
  CHECK(after.steps[0].policy.name == "skill_priority");
  CHECK(after.steps[0].policy.parameters.at(0).value == "1 min");
  CHECK_FALSE(after.steps[0].differs);

  const std::string text = terminal_text(before, {});
  CHECK_THAT(text, Catch::Contains("Policy in force: longest_idle_agent, version 1"));
  CHECK_THAT(text, Catch::Contains("skill_priority@1:overflow_after=1 min would have decided otherwise"));
  CHECK_THAT(text, Catch::Contains("Counterfactual: each answer is to what really happened."));
  const auto json = nlohmann::json::parse(to_json(before));
  CHECK(json["schema"] == "twinline.explain/1");
  CHECK(json["decisions"][0]["counterfactual"]["differs"] == true);
  CHECK(json["decisions"][0]["recorded"]["candidates"].size() == 2);
}

TEST_CASE("story: says which of the two policies of a split decided", "[explain][rollout]") {
  HandMade run;
  run.put_in_force(0s, {"split", 1, {{"incumbent", "random"}, {"candidate", "longest_idle_agent"}, {"share", "1"}}});
  run.ready(10s, ann);
  const CallId call = run.call(20s, any_type);
  run.serve(22s, call, ann);
  const CallStory story = story_of(run, "1");
  REQUIRE(story.steps.size() == 1);
  CHECK(story.steps[0].recorded.because == "longest idle (the candidate decides)");
  CHECK(story.steps[0].recorded.candidates.size() == 1);
}

TEST_CASE("story: lines are as long as the terminal is wide", "[explain]") {
  HandMade run;
  let_ring_and_answer(run);
  const std::string text = terminal_text(story_of(run, "0:1"), {false, 70});
  std::size_t longest = 0, begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; begin = end + 1, end = text.find('\n', begin)) {
    longest = std::max(longest, reports::display_width(std::string_view{text}.substr(begin, end - begin)));
  }
  CHECK(longest > 60);
  CHECK(longest <= 70);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(terminal_text(story_of(run, "0:1"), {true, 70}).find('\x1b') != std::string::npos);
}

TEST_CASE("story: a name that names no call is told with the nearest", "[explain]") {
  HandMade run, empty("empty");
  CHECK(complaint(empty, "1") == "the journal has no calls");
  run.call(0s, sales);
  run.call(5s, sales);
  CHECK(complaint(run, "3") ==
        "there is no call '3'; the journal has 2 calls, the nearest is number 2, 000000000000abc1 (1:1)");
  CHECK(complaint(run, "0") ==
        "there is no call '0'; the journal has 2 calls, the nearest is number 1, 000000000000abc0 (0:1)");
  CHECK_THAT(complaint(run, "000000000000abcf"), Catch::Contains("the nearest is number 2, 000000000000abc1"));
  CHECK_THAT(complaint(run, "1:7"), Catch::Contains("the nearest is number 2, 000000000000abc1 (1:1)"));
  CHECK_THAT(complaint(run, "+41"),
             Catch::StartsWith("'+41' names no call; expected its key of 16 hexadecimal digits"));
}

TEST_CASE("story: where the journal does not replay before the call's end nothing is said of why", "[explain]") {
  HandMade run;
  run.ready(0s, ann);
  const CallId first = run.call(10s, sales);
  run.serve(12s, first, ann);
  run.call(100s, sales);
  run.tell_nothing_of(101s, AgentPresenceChanged{bob, Presence::ready, {}});
  CHECK(story_of(run, "1").ended);
  CHECK_THAT(complaint(run, "2"), Catch::Contains("so nothing can be said of why; the journal has model version 4711"));
}

}  // namespace
}  // namespace twinline
