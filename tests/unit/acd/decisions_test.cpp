#include <catch2/catch.hpp>

#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

using Script = ScriptedRouting::Script;

Driven driven_by(Script script, Centre centre = small_centre()) {
  return Driven(std::move(centre), std::make_unique<ScriptedRouting>(std::move(script)));
}

struct Learner final : RoutingPolicy {
  void decide(const View&, const Occasion&, Decisions&) const override {}
  HappeningSet interests() const override { return HappeningSet::all(); }
  void learn(const Happening&, const View&) override { throw std::runtime_error("no"); }
};

}  // namespace

TEST_CASE("nonsense is recorded and first come, first served takes its place", "[acd][decisions]") {
  struct Case {
    DecisionFault fault;
    Script script;
  };
  const auto nonsense = GENERATE_COPY(values<Case>({
      {DecisionFault::threw, [](const View&, const Occasion&, Decisions&) { throw std::runtime_error("no"); }},
      {DecisionFault::unknown_call,
       [](const View&, const Occasion&, Decisions& decisions) {
         decisions.assign({CallSlot{40U}, 2}, ann);
       }},
      {DecisionFault::agent_not_ready,
       [](const View&, const Occasion& occasion, Decisions& decisions) { decisions.assign(occasion.call, bob); }},
      {DecisionFault::agent_not_ready,
       [](const View&, const Occasion& occasion, Decisions& decisions) { decisions.assign(occasion.call, {}); }},
      {DecisionFault::agent_not_eligible,
       [](const View&, const Occasion& occasion, Decisions& decisions) { decisions.assign(occasion.call, eve); }},
      {DecisionFault::unknown_queue, [](const View&, const Occasion& occasion,
                                        Decisions& decisions) { decisions.requeue(occasion.call, QueueIndex{7U}); }},
      {DecisionFault::time_in_the_past,
       [](const View& view, const Occasion&, Decisions& decisions) { decisions.reconsider_at(view.now); }},
      {DecisionFault::idle_beside_waiting, [](const View&, const Occasion&, Decisions&) {}},
  }));
  Driven centre = driven_by(nonsense.script);
  centre.ready(eve);
  centre.ready(ann);
  const CallId call = centre.call();
  const auto faults = centre.happened<DecisionRejected>();
  REQUIRE_FALSE(faults.empty());
  CHECK(faults[0].fault == nonsense.fault);
  CHECK(faults.back().fault == DecisionFault::idle_beside_waiting);
  CHECK(centre.wish<Offer>()->call == call);
  CHECK(centre.wish<Offer>()->offer.agent == ann);
}

TEST_CASE("a call that is offered already cannot be assigned again", "[acd][decisions]") {
  Driven centre = driven_by([](const View&, const Occasion& occasion, Decisions& decisions) {
    decisions.assign(occasion.call, ann);
    decisions.assign(occasion.call, bob);
  });
  centre.ready(ann);
  centre.ready(bob);
  centre.call();
  CHECK(centre.wishes<Offer>() == 1);
  REQUIRE(centre.happened<DecisionRejected>().size() == 1);
  CHECK(centre.happened<DecisionRejected>()[0].fault == DecisionFault::call_not_waiting);
}

TEST_CASE("a held call waits beside an idle agent until it is asked about again", "[acd][decisions]") {
  Driven centre = driven_by([](const View& view, const Occasion& occasion, Decisions& decisions) {
    if (!occasion.call) return;
    if (view.call(occasion.call).decisions > 1) return decisions.assign(occasion.call, ann);
    decisions.hold(occasion.call);
    decisions.reconsider_at(occasion.call, view.now + 7s);
  });
  centre.ready(ann);
  const CallId call = centre.call();
  CHECK(centre.wishes<Offer>() == 0);
  CHECK(centre.acd.view().call(call).held);
  CHECK(centre.wish<StartTimer>()->at == centre.now + 7s);
  centre.after(7s).tell(TimerFired{{TimerId::Owner::call, call.slot.value, 1}});
  CHECK(centre.wish<Offer>()->call == call);
  CHECK(centre.ever<DecisionRejected>().empty());
}

TEST_CASE("a held agent idles beside a waiting call", "[acd][decisions]") {
  Driven centre = driven_by([](const View&, const Occasion& occasion, Decisions& decisions) {
    if (occasion.agent) decisions.hold(occasion.agent);
  });
  const CallId call = centre.call();
  centre.ready(ann);
  CHECK(centre.acd.view().agent(ann).held);
  CHECK(centre.state(call) == CallState::waiting);
  CHECK(centre.ever<DecisionRejected>().empty());
  centre.presence(ann, Presence::not_ready);
  CHECK_FALSE(centre.acd.view().agent(ann).held);
}

TEST_CASE("several assignments at once", "[acd][decisions]") {
  Driven centre = driven_by([](const View& view, const Occasion& occasion, Decisions& decisions) {
    if (occasion.kind != Occasion::Kind::timer) {
      if (occasion.call) decisions.hold(occasion.call);
      return decisions.reconsider_at(view.now + 10s);
    }
    decisions.assign(view.calls[0].id, bob);
    decisions.assign(view.calls[1].id, ann);
  });
  centre.ready(ann);
  centre.ready(bob);
  centre.call();
  const TimerId timer = centre.wish<StartTimer>()->timer;
  centre.after(1s);
  centre.call();
  REQUIRE(centre.wish<StartTimer>() != nullptr);
  CHECK(centre.wish<StartTimer>()->timer.generation > timer.generation);
  centre.after(9s).tell(TimerFired{timer});  // moved meanwhile: stale
  CHECK(centre.outcome.wishes.empty());
  centre.after(1s).tell(TimerFired{{TimerId::Owner::policies, 0, timer.generation + 1}});
  CHECK(centre.wishes<Offer>() == 2);
  CHECK(centre.happened<OfferMade>()[0].offer.agent == bob);
}

TEST_CASE("a requeued call keeps wait and place and is asked about in its new queue", "[acd][decisions]") {
  Driven centre = driven_by([](const View& view, const Occasion& occasion, Decisions& decisions) {
    if (!occasion.call) return;
    if (view.call(occasion.call).queue == QueueIndex{0U}) return decisions.requeue(occasion.call, QueueIndex{1U});
    decisions.assign(occasion.call, ann);
  });
  centre.ready(ann);
  const CallId call = centre.call();
  CHECK(centre.ever<DecisionRejected>().empty());
  CHECK(centre.happened<WaitEnded>()[0].how == WaitEnd::overflowed);
  CHECK(centre.acd.view().call(call).place == 0);
  CHECK(centre.wish<Offer>()->call == call);
}

TEST_CASE("a policy that sends a call to and fro is stopped", "[acd][decisions]") {
  Driven centre = driven_by([](const View& view, const Occasion& occasion, Decisions& decisions) {
    if (occasion.call) decisions.requeue(occasion.call, QueueIndex{1 - view.call(occasion.call).queue.value});
  });
  const CallId call = centre.call();
  CHECK(centre.state(call) == CallState::waiting);
  CHECK(centre.happened<WaitEnded>().size() == 1);
  REQUIRE(centre.happened<DecisionRejected>().size() == 1);
  CHECK(centre.happened<DecisionRejected>()[0].fault == DecisionFault::requeued_twice);
}

TEST_CASE("a policy that throws as it learns is recorded, and the ACD goes on", "[acd][decisions]") {
  Driven centre(small_centre(), std::make_unique<Learner>());
  centre.ready(ann);
  const CallId call = centre.call();
  CHECK(centre.wish<Offer>()->call == call);
  CHECK(centre.happened<DecisionRejected>().size() >= 2);
}

TEST_CASE("reasons are kept only when asked for", "[acd][decisions]") {
  Driven centre;
  centre.ready(ann);
  centre.ready(bob);
  centre.call();
  CHECK(centre.outcome.reasons.empty());
  centre.outcome.keep_reasons = true;
  centre.presence(ann, Presence::not_ready);
  CHECK_FALSE(centre.outcome.reasons.empty());
}

}  // namespace twinline
