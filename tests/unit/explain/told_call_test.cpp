#include "reports/explain/told_call.hpp"

#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "reports/explain/story_json.hpp"
#include "tests/unit/explain/hand_made_journal.hpp"

namespace twinline {
namespace {

reports::ToldCall told(HandMade& run, const reports::CallFound& found) {
  return reports::tell_call(run.closed(), found, scenarios::policy_makers<journal::PolicyMakers>(), {},
                            [](Time) { return std::string{}; });
}

/// A call in each of three segments, the second of which ends in the third; random decides from the second on.
void over_three_segments(HandMade& run) {
  run.ready(0s, ann);
  run.serve(12s, run.call(10s, sales), ann);
  run.put_in_force(90s, {"random", 1, {}});
  run.begin_segment(100s);
  const CallId second = run.call(110s, sales);
  run.begin_segment(111s);
  run.serve(112s, second, ann);
  run.serve(202s, run.call(200s, sales), ann);
}

TEST_CASE("told call: it is found with its segment, its first wait, and the policy that was in force then",
          "[explain]") {
  HandMade run("found", HandMade::Files::numbered);
  over_three_segments(run);
  for (const std::size_t number : {0, 1, 2}) {
    const auto found = reports::find_call(run.closed(), 0xabc0 + number);
    REQUIRE(found);
    CHECK(found->segment == number);
    CHECK(found->call.slot == CallSlot{number});
    CHECK(found->newest.entries_before == 7);
    CHECK(found->newest.centre.agents.size() == 3);
    REQUIRE(found->waited);
    CHECK(found->waited->queue == QueueIndex{0U});
    CHECK(found->waited->routing.name == (number == 0 ? "longest_idle_agent" : "random"));
  }
  CHECK(reports::find_call(run.closed(), 0xabc0)->waited->began == world_start + 10s);
  CHECK_FALSE(reports::find_call(run.closed(), 0xabc3));
}

TEST_CASE("told call: its story goes on into later segments, and counts arrivals only from the journal's beginning",
          "[explain]") {
  HandMade run("told", HandMade::Files::numbered);
  over_three_segments(run);
  const reports::ToldCall second = told(run, *reports::find_call(run.closed(), 0xabc1));
  CHECK_FALSE(second.difference);
  CHECK(second.story.key == "000000000000abc1");
  CHECK(second.story.ended);
  REQUIRE(second.story.steps.size() == 1);
  CHECK(second.story.steps[0].policy.name == "random");
  CHECK(second.story.ordinal == 0);
  CHECK(nlohmann::json::parse(to_json(second.story))["call"]["number"].is_null());
  const reports::ToldCall first = told(run, *reports::find_call(run.closed(), 0xabc0));
  CHECK(first.story.ordinal == 1);
  CHECK(first.story.steps.at(0).recorded.candidates.size() == 1);
}

TEST_CASE("told call: of two calls with one id, as after a restart, the one that is meant", "[explain]") {
  HandMade run("ids");
  run.ready(0s, ann);
  run.serve(12s, run.call(10s, sales), ann);
  run.begin_ids_anew();
  run.serve(102s, run.call(100s, sales), ann);
  for (const CallKey key : {0xabc0, 0xabc1}) {
    const reports::CallStory story = told(run, *reports::find_call(run.closed(), key)).story;
    CHECK(story.id == "0:1");
    CHECK(story.key == (key == 0xabc0 ? "000000000000abc0" : "000000000000abc1"));
    CHECK(story.ordinal == (key == 0xabc0 ? 1 : 2));
    CHECK(story.steps.size() == 1);
    CHECK(story.ended);
  }
}

TEST_CASE("told call: what comes before its segment and after its end need not replay", "[explain]") {
  HandMade run("middle", HandMade::Files::numbered);
  run.ready(0s, ann);
  run.tell_nothing_of(5s, AgentPresenceChanged{bob, Presence::ready, {}});
  run.begin_segment(10s);
  run.serve(22s, run.call(20s, sales), ann);
  run.tell_nothing_of(100s, AgentPresenceChanged{eve, Presence::ready, {}});
  run.call(110s, any_type);
  CHECK_FALSE(told(run, *reports::find_call(run.closed(), 0xabc0)).difference);
  const reports::ToldCall spoilt = told(run, *reports::find_call(run.closed(), 0xabc1));
  REQUIRE(spoilt.difference);
  CHECK(reports::in_words(*spoilt.difference) ==
        "entry 5 differs in its happenings when it is replayed, so nothing can be said of why");
}

}  // namespace
}  // namespace twinline
