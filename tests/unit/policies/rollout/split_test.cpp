#include "policies/rollout/split.hpp"

#include <span>
#include <stdexcept>

#include <catch2/catch.hpp>

#include "policies/routing/round_robin.hpp"
#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

/// A split of two policies that the test writes, in a centre of two queues: `any` waits in the second.
struct Tried {
  ScriptedRouting* incumbent = nullptr;
  ScriptedRouting* candidate = nullptr;
  Driven centre;

  Tried(SplitRule rule, ScriptedRouting::Script incumbent_says, ScriptedRouting::Script candidate_says)
      : Tried(std::make_unique<ScriptedRouting>(std::move(incumbent_says)),
              std::make_unique<ScriptedRouting>(std::move(candidate_says)), std::move(rule)) {}

  /// Notes when the policies' timer is due by the last outcome.
  void note_timer() {
    for (const Wish& wish : centre.outcome.wishes) {
      const auto* start = std::get_if<StartTimer>(&wish);
      if (start == nullptr || start->timer.owner != TimerId::Owner::policies) continue;
      generation = start->timer.generation;
      due = start->at;
    }
  }
  void fire_at_due() {
    centre.now = due;
    centre.tell(TimerFired{{TimerId::Owner::policies, 0, generation}});
    note_timer();
  }

  std::uint32_t generation = 0;
  Time due = never;

 private:
  Tried(std::unique_ptr<ScriptedRouting> first, std::unique_ptr<ScriptedRouting> second, SplitRule rule)
      : incumbent(first.get()),
        candidate(second.get()),
        centre(small_centre(),
               std::make_unique<Split>(Split::Side{{"first", 1}, std::move(first)},
                                       Split::Side{{"second", 1}, std::move(second)}, std::move(rule))) {}
};

/// The second queue is the candidate's.
SplitRule second_queue() {
  SplitRule rule;
  rule.by = SplitBy::queue;
  rule.queues = {QueueIndex{1U}};
  return rule;
}

SplitRule blocks_of_ten_minutes() {
  SplitRule rule;
  rule.by = SplitBy::block;
  rule.block = 10min;
  rule.began = world_start + 1h;
  return rule;
}

void hold(const View&, const Occasion& occasion, Decisions& decisions) {
  if (occasion.call) decisions.hold(occasion.call);
  if (occasion.agent) decisions.hold(occasion.agent);
}

}  // namespace

TEST_CASE("split: a waiting call is its arm's, and only its arm's", "[rollout]") {
  Tried tried(second_queue(), hold, hold);
  const CallId first = tried.centre.call(sales), second = tried.centre.call(any_type);
  REQUIRE(tried.incumbent->asked.size() == 1);
  CHECK(tried.incumbent->asked[0].call == first);
  REQUIRE(tried.candidate->asked.size() == 1);
  CHECK(tried.candidate->asked[0].call == second);
}

TEST_CASE("split: what an arm says of the other's calls is left out, except where it decides about a freed agent",
          "[rollout]") {
  const auto takes_all = [](const View& view, const Occasion&, Decisions& decisions) {
    for (const LineView& line : view.lines) {
      if (line.first) decisions.assign(view.call(line.first).id, ann);
    }
  };
  Tried tried(second_queue(), hold, takes_all);
  tried.centre.call(sales);
  tried.centre.ready(ann);
  CHECK(tried.centre.wishes<Offer>() == 0);  // the incumbent's call has waited longest, and its policy holds
  const CallId other = tried.centre.call(any_type);
  REQUIRE(tried.centre.wishes<Offer>() == 1);
  CHECK(tried.centre.wish<Offer>()->call == other);
  CHECK(tried.centre.ever<DecisionRejected>().empty());
}

TEST_CASE("split: a freed agent is decided about by the arm of the call that has waited longest", "[rollout]") {
  const auto serves_sales = [](const View& view, const Occasion& occasion, Decisions& decisions) {
    if (!occasion.agent) return decisions.hold(occasion.call);
    for (const LineView& line : view.lines) {
      if (line.queue == QueueIndex{0U} && line.first) decisions.assign(view.call(line.first).id, occasion.agent);
    }
  };
  Tried tried(second_queue(), hold, serves_sales);
  tried.centre.call(any_type);
  const CallId later = tried.centre.after(1s).call(sales);
  tried.centre.ready(ann);
  CHECK(tried.candidate->asked.back().kind == Occasion::Kind::agent_free);
  REQUIRE(tried.centre.wishes<Offer>() == 1);
  CHECK(tried.centre.wish<Offer>()->call == later);  // the other arm's, for it may choose among all
}

TEST_CASE("split: who decides about a freed agent may be drawn, where calls of both wait", "[rollout]") {
  SplitRule rule;
  rule.freed_agent = FreedAgent::drawn;
  rule.ramp = {{0s, 0.5}};
  while (rule.arm_of(100, {}, world_start + 1h) != Arm::incumbent ||
         rule.arm_of(101, {}, world_start + 1h) != Arm::candidate) {
    ++rule.seed;
  }
  const bool both_wait = GENERATE(true, false);
  Tried tried(rule, hold, hold);
  tried.centre.call(sales);
  if (both_wait) tried.centre.call(any_type);
  int incumbent = 0, candidate = 0;
  for (std::size_t agent = 0; agent < 2; ++agent) {
    const std::size_t before = tried.candidate->asked.size();
    tried.centre.ready(AgentIndex{agent});
    const bool asked_candidate = tried.candidate->asked.size() > before;
    ++(asked_candidate ? candidate : incumbent);
    const Arm drawn = both_wait ? rule.arm_of_freed(AgentIndex{agent}, 0, world_start + 1h) : Arm::incumbent;
    CHECK(asked_candidate == (drawn == Arm::candidate));
  }
  CHECK(incumbent + candidate == 2);
}

TEST_CASE("split: each arm has its own time to be asked again", "[rollout]") {
  const auto again_after = [](Duration later) {
    return [later](const View& view, const Occasion& occasion, Decisions& decisions) {
      if (occasion.call) decisions.hold(occasion.call);
      if (occasion.kind != Occasion::Kind::timer) decisions.reconsider_at(view.now + later);
    };
  };
  Tried tried(second_queue(), again_after(20s), again_after(50s));
  tried.centre.call(sales);
  tried.note_timer();
  const Time incumbents = tried.due;
  CHECK(incumbents == tried.centre.now + 20s);
  tried.centre.after(1s).call(any_type);  // later than the other's: neither replaces the other
  tried.note_timer();
  CHECK(tried.due == incumbents);
  const Time candidates = tried.centre.now + 50s;
  tried.fire_at_due();
  CHECK(tried.incumbent->asked.back().kind == Occasion::Kind::timer);
  CHECK(tried.candidate->asked.back().kind == Occasion::Kind::call_waits);
  CHECK(tried.due == candidates);
  const std::size_t asked = tried.incumbent->asked.size();
  tried.fire_at_due();
  CHECK(tried.candidate->asked.back().kind == Occasion::Kind::timer);
  CHECK(tried.candidate->asked.back().part == 0);
  CHECK(tried.incumbent->asked.size() == asked);
}

TEST_CASE("split: on reviews and forecasts both are asked, the incumbent first, each about its own calls",
          "[rollout]") {
  std::vector<int> order;
  const auto noted = [&order](int arm) {
    return [&order, arm](const View& view, const Occasion& occasion, Decisions& decisions) {
      if (occasion.call) return decisions.hold(occasion.call);
      order.push_back(arm);
      for (const CallView& call : view.calls) {
        if (call.state == CallState::waiting) decisions.assign(call.id, arm == 0 ? ann : bob);
      }
    };
  };
  Tried tried(second_queue(), noted(0), noted(1));
  tried.centre.ready(ann);
  tried.centre.ready(bob);
  const CallId first = tried.centre.call(sales), second = tried.centre.call(any_type);
  CHECK(tried.centre.state(first) == CallState::waiting);
  tried.centre.tell(ForecastIssued{sales, world_start, world_start + 24h, 10, 5, 15});
  CHECK(order == std::vector<int>{0, 1});
  CHECK(tried.centre.acd.view().call(first).agent == ann);
  CHECK(tried.centre.acd.view().call(second).agent == bob);
  CHECK(tried.centre.ever<DecisionRejected>().empty());
}

TEST_CASE("split: an arm that throws is recorded, and first come, first served", "[rollout]") {
  const auto throws = [](const View&, const Occasion&, Decisions& decisions) {
    decisions.reconsider_at(world_start + 9h);
    throw std::runtime_error("no");
  };
  Tried tried(second_queue(), hold, throws);
  tried.centre.ready(ann);
  const CallId held = tried.centre.call(sales);
  CHECK(tried.centre.state(held) == CallState::waiting);
  const CallId failed = tried.centre.call(any_type);
  REQUIRE_FALSE(tried.centre.happened<DecisionRejected>().empty());
  CHECK(tried.centre.happened<DecisionRejected>()[0].fault == DecisionFault::threw);
  CHECK(tried.centre.happened<DecisionRejected>()[0].call == failed);
  CHECK(tried.centre.state(failed) == CallState::offered);
}

TEST_CASE("split: a call that is not there is nobody's, and recorded", "[rollout]") {
  const auto nonsense = [](const View&, const Occasion& occasion, Decisions& decisions) {
    decisions.assign(CallId{CallSlot{5000U}, 1}, ann);
    if (occasion.call) decisions.hold(occasion.call);
  };
  Tried tried(second_queue(), nonsense, hold);
  tried.centre.call(sales);
  REQUIRE(tried.centre.happened<DecisionRejected>().size() == 1);
  CHECK(tried.centre.happened<DecisionRejected>()[0].fault == DecisionFault::unknown_call);
}

TEST_CASE("split: by block the arm of the present block decides about everything", "[rollout]") {
  const SplitRule rule = blocks_of_ten_minutes();
  Tried tried(rule, hold, hold);
  tried.centre.acd.start(tried.centre.now, tried.centre.outcome);
  tried.note_timer();
  CHECK(tried.due == world_start + 70min);
  CHECK(tried.incumbent->asked.size() == 1);
  CHECK(tried.candidate->asked.size() == 1);
  const bool candidate_first = rule.arm_at(tried.centre.now) == Arm::candidate;
  const ScriptedRouting& first = candidate_first ? *tried.candidate : *tried.incumbent;
  const ScriptedRouting& second = candidate_first ? *tried.incumbent : *tried.candidate;
  const CallId sale = tried.centre.call(sales), any = tried.centre.call(any_type);
  tried.centre.ready(ann);
  CHECK(first.asked.size() == 4);
  CHECK(second.asked.size() == 1);

  // At the boundary the other is asked: a review, and then about each call that waits.
  tried.fire_at_due();
  CHECK(tried.due == world_start + 80min);
  REQUIRE(second.asked.size() == 2);
  CHECK(second.asked.back().kind == Occasion::Kind::review);
  tried.centre.after(1ns);
  tried.centre.tell(TimerFired{{TimerId::Owner::call, sale.slot.value, 1}});
  tried.centre.tell(TimerFired{{TimerId::Owner::call, any.slot.value, 1}});
  REQUIRE(second.asked.size() == 4);
  CHECK(second.asked[2].call == sale);
  CHECK(second.asked[3].call == any);
  CHECK(first.asked.size() == 4);
  CHECK(tried.centre.ever<DecisionRejected>().empty());
}

TEST_CASE("split: by block an arm keeps its time beyond its block, but decides about nothing there", "[rollout]") {
  const SplitRule rule = blocks_of_ten_minutes();
  const auto every_four_minutes = [](const View& view, const Occasion& occasion, Decisions& decisions) {
    if (occasion.call) return decisions.hold(occasion.call);
    if (occasion.agent) return decisions.hold(occasion.agent);
    decisions.reconsider_at(view.now + 4min);
    for (const CallView& call : view.calls) {
      if (call.state == CallState::waiting) decisions.assign(call.id, ann);
    }
  };
  const bool candidate_first = rule.arm_at(world_start + 1h) == Arm::candidate;
  const auto idle = [](const View&, const Occasion& occasion, Decisions& decisions) {
    if (occasion.call) decisions.hold(occasion.call);
    if (occasion.agent) decisions.hold(occasion.agent);
  };
  Tried tried(rule, candidate_first ? ScriptedRouting::Script(idle) : every_four_minutes,
              candidate_first ? ScriptedRouting::Script(every_four_minutes) : idle);
  tried.centre.acd.start(tried.centre.now, tried.centre.outcome);
  tried.note_timer();
  tried.fire_at_due();  // 4 min
  tried.fire_at_due();  // 8 min
  CHECK(tried.centre.now == world_start + 68min);
  tried.fire_at_due();  // the boundary
  const CallId call = tried.centre.call(sales);
  tried.centre.ready(ann);
  tried.fire_at_due();  // 12 min
  CHECK(tried.centre.now == world_start + 72min);
  CHECK(tried.due == world_start + 76min);
  CHECK(tried.centre.state(call) == CallState::waiting);
  tried.fire_at_due();  // 16 min
  tried.fire_at_due();  // 20 min: both the boundary and the policy's own time
  tried.fire_at_due();
  CHECK(tried.centre.ever<DecisionRejected>().empty());
}

TEST_CASE("split: both arms learn, each what it wants, although one of them throws", "[rollout]") {
  struct Learning final : RoutingPolicy {
    HappeningSet wanted;
    bool throws;
    int* learnt;
    Learning(HappeningSet set, bool fails, int* count) : wanted(set), throws(fails), learnt(count) {}
    void decide(const View&, const Occasion& occasion, Decisions& decisions) const override {
      if (occasion.call) decisions.hold(occasion.call);
    }
    HappeningSet interests() const override { return wanted; }
    void learn(const Happening&, const View&) override {
      ++*learnt;
      if (throws) throw std::runtime_error("will not learn");
    }
  };
  int incumbent = 0, candidate = 0;
  const bool incumbent_throws = GENERATE(true, false);
  Driven centre(
      small_centre(),
      std::make_unique<Split>(
          Split::Side{
              {"a", 1},
              std::make_unique<Learning>(HappeningSet::of<WaitBegan, AgentChanged>(), incumbent_throws, &incumbent)},
          Split::Side{{"b", 1},
                      std::make_unique<Learning>(HappeningSet::of<WaitBegan>(), !incumbent_throws, &candidate)},
          second_queue()));
  centre.call(sales);
  CHECK(incumbent == 1);
  CHECK(candidate == 1);
  REQUIRE(centre.happened<DecisionRejected>().size() == 1);
  CHECK(centre.happened<DecisionRejected>()[0].fault == DecisionFault::threw);
  centre.presence(ann, Presence::not_ready);
  CHECK(incumbent == 2);
  CHECK(candidate == 1);
}

TEST_CASE("split: a snapshot carries both arms, and damage in it is refused", "[rollout]") {
  const Centre centre = small_centre();
  const auto made = [&] {
    const auto robin = [&] { return std::make_unique<RoundRobin>(centre, RoundRobin::Params{}); };
    return std::make_unique<Split>(Split::Side{{"round_robin", 1}, robin()}, Split::Side{{"round_robin", 1}, robin()},
                                   second_queue());
  };
  const auto saved = [](const RoutingPolicy& policy) {
    StateWriter writer;
    policy.save(writer);
    return writer.take();
  };
  const auto fresh = made();
  fresh->learn(OfferMade{{bob, 1}, {CallSlot{0U}, 1}, GroupIndex{0U}}, View{});
  const std::vector<std::uint8_t> state = saved(*fresh);
  CHECK(state != saved(*made()));
  const auto again = made();
  StateReader reader(state);
  again->restore(reader);
  CHECK(reader.at_end());
  CHECK(saved(*again) == state);

  for (std::size_t cut = 0; cut < state.size(); ++cut) {
    StateReader torn(std::span<const std::uint8_t>(state).first(cut));
    CHECK_THROWS_AS(made()->restore(torn), std::runtime_error);
  }
  std::vector<std::uint8_t> later = state;
  ++later[0];
  StateReader other(later);
  CHECK_THROWS_WITH(made()->restore(other), "snapshot is of another version of the split");
}

}  // namespace twinline
