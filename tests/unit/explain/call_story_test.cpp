// Small runs made by hand, fact by fact, written as journals and explained from them.
#include "reports/render/call_story.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "reports/journal/writer.hpp"
#include "reports/render/text_table.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "sim/lab/explanation.hpp"
#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

using reports::CallStanding;
using reports::CallStory;
using reports::RoutingStep;

/// A journal of the small centre, in Zurich, from Monday, 2 March 2026, 08:00.
class HandMade {
 public:
  explicit HandMade(const std::string& name = "story")
      : path_(std::filesystem::temp_directory_path() / ("twinline-" + name + std::to_string(::getpid()) + ".tlj")) {
    header_.centre = small_centre();
    header_.centre.attributes = {"tickets"};
    header_.routing = {"longest_idle_agent", 1, {}};
    header_.staffing = {"fixed", 1, {}};
    header_.ivr = {"straight", 1, {}};
    header_.model_version = 4711;  // of another program: it is explained as long as it replays
    header_.time_zone = "Europe/Zurich";
    header_.world_start = "2026-03-02T08:00:00+01:00";
    acd_ = std::make_unique<Acd>(
        header_.centre,
        scenarios::make_policies(header_.centre, {"longest_idle_agent", 1, {}}, {"fixed", 1, {}}, {"straight", 1, {}}),
        header_.policy_seed);
    outcome_.keep_decisions = true;
    journal::WriterOptions options;
    options.existing = journal::Existing::replace;
    writer_.emplace(path_, header_, journal::Snapshot{world_start, acd_->save()}, options);
  }
  ~HandMade() { std::filesystem::remove(path_); }
  HandMade(const HandMade&) = delete;
  HandMade& operator=(const HandMade&) = delete;

  void tell(Duration at, const Fact& fact) {
    outcome_.clear();
    acd_->handle(world_start + at, fact, outcome_);
    append(at, fact, outcome_);
  }
  void ready(Duration at, AgentIndex agent) { tell(at, AgentPresenceChanged{agent, Presence::ready, {}}); }
  CallId call(Duration at, CallTypeIndex type) {
    const Attribute tickets{AttributeIndex{0U}, 2};
    CallArrived fact;
    fact.call = {CallSlot{slots_++}, 1};
    fact.key = 0xabc0 + fact.call.slot.value;
    fact.type = type;
    fact.attributes = {&tickets, 1};
    tell(at, fact);
    return fact.call;
  }
  /// The phone that rings for this agent is taken, and the call is over after talk and wrap-up of 60 s and 10 s.
  void serve(Duration at, CallId call, AgentIndex agent) {
    tell(at, OfferAnswered{{agent, acd_->view().agent(agent).offers}});
    tell(at + 60s, TalkEnded{call, TalkEnd::by_caller, 0s});
    tell(at + 70s, WrapUpEnded{call});
  }
  void put_in_force(Duration at, const scenarios::PolicyChoice& routing) {
    const std::uint32_t number = acd_->prepare(scenarios::make_routing(acd_->centre(), routing));
    writer_->append(journal::Preparation{
        number,
        journal::Preparation::Policy{PolicyKind::routing, {routing.name, routing.version, routing.parameters}}});
    tell(at, PolicyPutInForce{PolicyKind::routing, number});
  }
  /// An entry that nothing came of, whatever the ACD would have done.
  void tell_nothing_of(Duration at, const Fact& fact) { append(at, fact, {}); }

  OfferId last_offer(AgentIndex agent) const { return {agent, acd_->view().agent(agent).offers}; }

  sim::Explanation explained(const std::string& call, const std::optional<scenarios::PolicyChoice>& other = {}) {
    if (writer_) writer_->close();
    writer_.reset();
    return sim::explain(path_, call, other);
  }
  CallStory story(const std::string& call, const std::optional<scenarios::PolicyChoice>& other = {}) {
    return explained(call, other).story;
  }
  std::string complaint(const std::string& call) {
    try {
      static_cast<void>(explained(call));
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "none";
  }

 private:
  void append(Duration at, const Fact& fact, const Outcome& outcome) {
    writer_->append(world_start + at, fact, outcome.decisions, {}, outcome.wishes, outcome.happenings);
  }

  std::filesystem::path path_;
  journal::Header header_;
  std::unique_ptr<Acd> acd_;
  std::optional<journal::Writer> writer_;
  Outcome outcome_;
  std::size_t slots_ = 0;
};

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
  const CallStory story = run.story("1");
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
  const CallStory story = run.story("000000000000abc0");
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
  const CallStory story = run.story("2");
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
  const CallStory before = run.story("1", ranked), after = run.story("2", ranked);
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
  const CallStory story = run.story("1");
  REQUIRE(story.steps.size() == 1);
  CHECK(story.steps[0].recorded.because == "longest idle (the candidate decides)");
  CHECK(story.steps[0].recorded.candidates.size() == 1);
}

TEST_CASE("story: lines are as long as the terminal is wide", "[explain]") {
  HandMade run;
  let_ring_and_answer(run);
  const std::string text = terminal_text(run.story("0:1"), {false, 70});
  std::size_t longest = 0, begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; begin = end + 1, end = text.find('\n', begin)) {
    longest = std::max(longest, reports::display_width(std::string_view{text}.substr(begin, end - begin)));
  }
  CHECK(longest > 60);
  CHECK(longest <= 70);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(terminal_text(run.story("0:1"), {true, 70}).find('\x1b') != std::string::npos);
}

TEST_CASE("story: a name that names no call is told with the nearest", "[explain]") {
  HandMade run;
  CHECK(HandMade("empty").complaint("1") == "the journal has no calls");
  run.call(0s, sales);
  run.call(5s, sales);
  CHECK(run.complaint("3") ==
        "there is no call '3'; the journal has 2 calls, the nearest is number 2, 000000000000abc1 (1:1)");
  CHECK(run.complaint("0") ==
        "there is no call '0'; the journal has 2 calls, the nearest is number 1, 000000000000abc0 (0:1)");
  CHECK_THAT(run.complaint("000000000000abcf"), Catch::Contains("the nearest is number 2, 000000000000abc1"));
  CHECK_THAT(run.complaint("1:7"), Catch::Contains("the nearest is number 2, 000000000000abc1 (1:1)"));
  CHECK_THAT(run.complaint("+41"), Catch::StartsWith("'+41' names no call; expected its key of 16 hexadecimal digits"));
}

TEST_CASE("story: where the journal does not replay before the call's end nothing is said of why", "[explain]") {
  HandMade run;
  run.ready(0s, ann);
  const CallId first = run.call(10s, sales);
  run.serve(12s, first, ann);
  run.call(100s, sales);
  run.tell_nothing_of(101s, AgentPresenceChanged{bob, Presence::ready, {}});
  CHECK(run.story("1").ended);
  CHECK_THAT(run.complaint("2"), Catch::Contains("so nothing can be said of why; the journal has model version 4711"));
}

}  // namespace
}  // namespace twinline
