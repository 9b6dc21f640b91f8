#include <catch2/catch.hpp>

#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

Centre with_rule(AfterRefusal rule) {
  Centre centre = small_centre();
  centre.offers.no_answer = centre.offers.declined = centre.offers.unreachable = {rule, 5s};
  return centre;
}

}  // namespace

TEST_CASE("a call meets an agent, talks, is wrapped up and ends once", "[acd]") {
  Driven centre;
  centre.ready(ann);
  const CallId call = centre.call();
  REQUIRE(centre.wish<Offer>() != nullptr);
  CHECK(*centre.wish<Offer>() == Offer{{ann, 1}, call, 20s});
  CHECK(centre.state(ann) == AgentState::offered);
  centre.after(3s).tell(OfferAnswered{{ann, 1}});
  REQUIRE(centre.happened<WaitEnded>().size() == 1);
  CHECK(centre.happened<WaitEnded>()[0].waited == 3s);
  CHECK(centre.wishes<Connect>() == 1);
  CHECK(centre.state(call) == CallState::talking);
  centre.after(60s).tell(TalkEnded{call, TalkEnd::by_caller, 4s});
  CHECK(centre.wishes<BeginWrapUp>() == 1);
  CHECK(centre.state(ann) == AgentState::wrap_up);
  centre.after(10s).tell(WrapUpEnded{call});
  const auto handled = centre.happened<HandlingEnded>();
  REQUIRE(handled.size() == 1);
  CHECK(handled[0].talk == 60s);
  CHECK(handled[0].hold == 4s);
  CHECK(handled[0].wrap_up == 10s);
  CHECK(centre.state(ann) == AgentState::ready);
  CHECK(centre.ended_as(call, CallOutcome::served));
  CHECK(centre.acd.view().agent(ann).handled == 73s);
  CHECK(centre.acd.view().queue(QueueIndex{0U}).average_handling == 70s);
}

TEST_CASE("without wrap-up the agent is free with the last word", "[acd]") {
  Centre small = small_centre();
  small.call_types[0].wrap_up = false;
  Driven centre(small);
  centre.ready(ann);
  const CallId call = centre.call();
  centre.tell(OfferAnswered{{ann, 1}}).after(9s).tell(TalkEnded{call, TalkEnd::by_agent, {}});
  CHECK(centre.wishes<BeginWrapUp>() == 0);
  CHECK(centre.state(ann) == AgentState::ready);
  CHECK(centre.ended_as(call, CallOutcome::served));
}

TEST_CASE("a refused offer: the rule for the agent, the place for the caller", "[acd]") {
  const auto rule = GENERATE(AfterRefusal::cool_down, AfterRefusal::not_ready, AfterRefusal::stay_ready);
  const auto cause =
      GENERATE(OfferRefusal::no_answer, OfferRefusal::declined, OfferRefusal::busy, OfferRefusal::unreachable);
  Driven centre(with_rule(rule));
  centre.ready(ann);
  const CallId first = centre.call();
  centre.after(1s);
  const CallId second = centre.call();
  centre.tell(OfferRefused{{ann, 1}, cause});
  CHECK(centre.happened<OfferEnded>().size() == 1);
  CHECK(static_cast<int>(centre.happened<OfferEnded>()[0].how) == static_cast<int>(cause) + 1);
  CHECK(centre.acd.view().call(first).refusals == 1);
  if (rule == AfterRefusal::stay_ready) {
    CHECK(centre.wish<Offer>()->call == first);
  } else {
    CHECK(centre.state(ann) == AgentState::not_ready);
    CHECK(centre.acd.view().line(LineIndex{0U}).first == first.slot);
    CHECK(centre.acd.view().line(LineIndex{0U}).last == second.slot);
  }
  if (rule == AfterRefusal::cool_down) {
    const auto* timer = centre.wish<StartTimer>();
    REQUIRE(timer != nullptr);
    CHECK(timer->at == centre.now + 5s);
    const TimerId id = timer->timer;
    centre.after(5s).tell(TimerFired{id});
    CHECK(centre.wish<Offer>()->call == first);
  }
  if (rule == AfterRefusal::not_ready) {
    CHECK(centre.acd.view().agent(ann).reason == NotReadyReason::refused_offer);
    centre.ready(ann);
    CHECK(centre.wish<Offer>()->call == first);
  }
}

TEST_CASE("an agent leaves while the phone rings: one withdrawal, the caller keeps the place", "[acd]") {
  Driven centre;
  centre.ready(ann);
  const CallId call = centre.call();
  const CallId behind = centre.call();
  centre.after(2s).presence(ann, Presence::logged_out);
  CHECK(centre.wishes<WithdrawOffer>() == 1);
  CHECK(centre.state(call) == CallState::waiting);
  CHECK(centre.acd.view().call(call).next == behind.slot);
  centre.tell(AgentPresenceChanged{ann, Presence::logged_out, {}});
  CHECK(centre.outcome.wishes.empty());
  centre.tell(OfferAnswered{{ann, 1}});
  CHECK(centre.wishes<DropLeg>() == 1);
  centre.ready(bob);
  CHECK(centre.wish<Offer>()->call == call);
  CHECK(centre.acd.view().call(call).queued_at == centre.now - 2s);
}

TEST_CASE("the caller hangs up while the phone rings", "[acd]") {
  Driven centre;
  centre.ready(ann);
  const CallId call = centre.call();
  centre.after(4s).tell(CallerHungUp{call});
  CHECK(centre.wishes<WithdrawOffer>() == 1);
  REQUIRE(centre.happened<WaitEnded>().size() == 1);
  CHECK(centre.happened<WaitEnded>()[0].while_ringing);
  CHECK(centre.happened<WaitEnded>()[0].how == WaitEnd::abandoned);
  CHECK(centre.state(ann) == AgentState::ready);
  CHECK(centre.ended_as(call, CallOutcome::abandoned));
  centre.tell(OfferAnswered{{ann, 1}});
  REQUIRE(centre.wishes<DropLeg>() == 1);
  CHECK(centre.outcome.wishes.size() == 1);
  CHECK(centre.state(ann) == AgentState::ready);
}

TEST_CASE("an answer that is told twice does not cut the talk", "[acd]") {
  Driven centre;
  centre.ready(ann);
  const CallId call = centre.call();
  centre.tell(OfferAnswered{{ann, 1}});
  centre.tell(OfferAnswered{{ann, 1}});
  CHECK(centre.outcome.wishes.empty());
  CHECK(centre.outcome.happenings.empty());
  CHECK(centre.state(call) == CallState::talking);
  centre.tell(TalkEnded{call, TalkEnd::by_caller, {}}).tell(OfferAnswered{{ann, 1}});
  CHECK(centre.outcome.wishes.empty());
  centre.tell(WrapUpEnded{call}).tell(OfferAnswered{{ann, 1}});
  CHECK(centre.wishes<DropLeg>() == 1);
}

TEST_CASE("an agent with room for two calls serves two and no third", "[acd]") {
  Centre small = small_centre();
  small.groups[0].capacity = 2;
  Driven centre(small);
  const CallId calls[] = {centre.call(), centre.call(), centre.call()};
  centre.ready(ann);
  CHECK(centre.wishes<Offer>() == 2);
  CHECK(centre.happened<DecisionRejected>().empty());
  centre.tell(OfferAnswered{{ann, 1}}).tell(OfferAnswered{{ann, 2}});
  CHECK(centre.acd.view().agent(ann).engaged == 2);
  CHECK(centre.state(calls[2]) == CallState::waiting);
  centre.after(5s).tell(TalkEnded{calls[1], TalkEnd::by_caller, {}}).tell(WrapUpEnded{calls[1]});
  CHECK(centre.wish<Offer>()->call == calls[2]);
  SECTION("moved to a group with room for one, the agent gets no new second call") {
    centre.tell(OfferAnswered{{ann, 3}}).tell(AgentMoved{ann, GroupIndex{1U}});
    CHECK(centre.acd.view().agent(ann).capacity == 2);
    const CallId fourth = centre.call(any_type);
    centre.tell(TalkEnded{calls[0], TalkEnd::by_caller, {}}).tell(WrapUpEnded{calls[0]});
    CHECK(centre.acd.view().agent(ann).capacity == 1);
    CHECK(centre.state(fourth) == CallState::waiting);
  }
}

TEST_CASE("several calls per agent under a policy that says nothing", "[acd]") {
  Centre small = small_centre();
  small.groups[0].capacity = 3;
  auto silent = std::make_unique<ScriptedRouting>([](const View&, const Occasion&, Decisions&) {});
  Driven centre(small, std::move(silent));
  for (int call = 0; call < 4; ++call) centre.call();
  centre.ready(ann);
  CHECK(centre.wishes<Offer>() == 3);
  CHECK(centre.happened<DecisionRejected>().size() == 3);
  CHECK(centre.acd.view().agent(ann).engaged == 3);
}

TEST_CASE("a transferred call waits anew and ends once", "[acd]") {
  Driven centre;
  centre.ready(ann);
  const CallId call = centre.call();
  centre.tell(OfferAnswered{{ann, 1}}).after(30s).tell(CallTransferred{call, any_type});
  REQUIRE(centre.happened<HandlingEnded>().size() == 1);
  CHECK(centre.happened<HandlingEnded>()[0].transferred);
  CHECK(centre.happened<HandlingEnded>()[0].talk == 30s);
  REQUIRE(centre.happened<WaitBegan>().size() == 1);
  CHECK(centre.acd.view().call(call).queued_at == centre.now);
  CHECK(centre.acd.view().call(call).queue == QueueIndex{1U});
  centre.tell(CallerHungUp{call});
  CHECK(centre.ended_as(call, CallOutcome::abandoned));
  CHECK(centre.ever<WaitEnded>().size() == 2);
}

TEST_CASE("a call that comes back to its queue waits before those who came later", "[acd]") {
  Driven centre;
  centre.ready(ann);
  const CallId call = centre.call(), later = centre.call();
  centre.tell(OfferAnswered{{ann, 1}}).tell(AgentPresenceChanged{ann, Presence::not_ready, {}});
  centre.after(30s).tell(CallTransferred{call, {}});
  const View& view = centre.acd.view();
  CHECK(view.call(call).type == view.call(later).type);
  CHECK(view.call(call).queued_at == centre.now);
  CHECK(view.line(view.call(call).line).first == call.slot);
  centre.ready(ann);
  CHECK(centre.wish<Offer>()->call == call);
}

}  // namespace twinline
