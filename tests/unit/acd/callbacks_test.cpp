// Virtual hold, and calls that the centre makes: who is not on the line keeps the place and hears nothing.
#include <catch2/catch.hpp>

#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

Centre with_virtual_hold() {
  Centre centre = small_centre();
  centre.queues[0].treatments = {{5s, TreatmentKind::callback_offer, PromptIndex{0U}, {}, 0s},
                                 {30s, TreatmentKind::announcement, PromptIndex{1U}, {}, 10s}};
  centre.call_types[0].callback.keeps_place = true;
  centre.trunks = {{"main", 2, {}}};
  centre.link();
  return centre;
}

/// The caller accepts what is offered after five seconds.
CallId accepted_callback(Driven& centre) {
  const CallId call = centre.call(sales, TrunkIndex{0U});
  centre.after(5s).tell(TimerFired{{TimerId::Owner::call, call.slot.value, call.generation}});
  centre.tell(TreatmentEnded{call, TreatmentOutcome::accepted});
  return call;
}

CallId made_by_the_centre(Driven& centre, Direction direction, bool absent) {
  CallArrived fact;
  fact.call = {CallSlot{20U}, 1};
  fact.type = sales;
  fact.attempt = 1;
  fact.direction = direction;
  fact.absent = absent;
  centre.tell(fact);
  return fact.call;
}

}  // namespace

TEST_CASE("virtual hold frees caller and line, and the call keeps its place", "[acd][callback]") {
  Driven centre(with_virtual_hold());
  const Time came = centre.now;
  const CallId call = accepted_callback(centre);
  CHECK(centre.wish<Release>()->cause == ReleaseCause::flowed_out);
  CHECK(centre.happened<CallEnded>().empty());
  CHECK(centre.happened<WaitEnded>()[0].how == WaitEnd::callback);
  CHECK(centre.happened<WaitEnded>()[0].labels.direction == Direction::inbound);
  CHECK(centre.happened<WaitBegan>()[0].labels.direction == Direction::callback);
  const CallView& row = centre.acd.view().call(call);
  CHECK(row.absent);
  CHECK(row.queued_at == came);
  CHECK(centre.acd.view().trunks[0].busy_lines == 0);

  const CallId later = centre.call();
  centre.after(1min).ready(ann);
  CHECK(centre.wish<Offer>()->call == call);
  centre.tell(OfferAnswered{centre.last_offer(ann)});
  CHECK(centre.wish<Connect>()->call == call);
  CHECK(centre.happened<WaitEnded>()[0].waited == 1min + 5s);
  CHECK(centre.state(later) == CallState::waiting);
}

TEST_CASE("who is not on the line hears no announcement", "[acd][callback]") {
  Driven centre(with_virtual_hold());
  SECTION("in virtual hold") {
    accepted_callback(centre);
    CHECK(centre.wishes<StartTimer>() == 0);
    CHECK(centre.wishes<CancelTimer>() == 1);
  }
  SECTION("called without having called") {
    made_by_the_centre(centre, Direction::outbound, true);
    CHECK(centre.outcome.wishes.empty());
  }
  SECTION("but somebody who has answered does") {
    made_by_the_centre(centre, Direction::outbound, false);
    CHECK(centre.wishes<StartTimer>() == 1);
  }
}

TEST_CASE("a customer who does not answer costs the agent the ringing and no wrap-up", "[acd][callback]") {
  Driven centre(with_virtual_hold());
  const CallId call = accepted_callback(centre);
  centre.ready(ann);
  centre.tell(OfferAnswered{centre.last_offer(ann)});
  centre.after(25s).tell(TalkEnded{call, TalkEnd::not_reached, {}});
  CHECK(centre.wishes<BeginWrapUp>() == 0);
  CHECK_FALSE(centre.happened<HandlingEnded>()[0].reached);
  CHECK(centre.happened<HandlingEnded>()[0].talk == 25s);
  CHECK(centre.ended_as(call, CallOutcome::not_reached));
  CHECK(centre.state(ann) == AgentState::ready);
}

TEST_CASE("a call that the centre makes goes to its queue past the IVR", "[acd][callback]") {
  struct NeverQueues final : IvrPolicy {
    IvrDecision decide(const View&, const IvrOccasion&) const override {
      IvrDecision decision;
      decision.kind = IvrDecision::Kind::release;
      return decision;
    }
  };
  Driven centre(small_centre(), nullptr, nullptr, std::make_unique<NeverQueues>());
  const CallId call = made_by_the_centre(centre, Direction::callback, true);
  CHECK(centre.state(call) == CallState::waiting);
  CHECK(centre.happened<WaitBegan>()[0].labels.attempt == 1);
}

TEST_CASE("a callback taken in the IVR with virtual hold begins a wait and keeps that place", "[acd][callback]") {
  struct CallsBack final : IvrPolicy {
    IvrDecision decide(const View&, const IvrOccasion&) const override {
      IvrDecision decision;
      decision.kind = IvrDecision::Kind::call_back;
      return decision;
    }
  };
  Driven centre(with_virtual_hold(), nullptr, nullptr, std::make_unique<CallsBack>());
  const CallId call = centre.call();
  CHECK(centre.state(call) == CallState::waiting);
  CHECK(centre.happened<WaitEnded>()[0].how == WaitEnd::callback);
  CHECK(centre.happened<WaitBegan>().size() == 2);
}

TEST_CASE("a customer whom an agent passes on is on the line", "[acd][callback]") {
  Driven centre(with_virtual_hold());
  const CallId call = made_by_the_centre(centre, Direction::outbound, true);
  centre.ready(ann);
  centre.tell(OfferAnswered{centre.last_offer(ann)});
  centre.tell(CallTransferred{call, any_type});
  CHECK_FALSE(centre.acd.view().call(call).absent);
}

}  // namespace twinline
