#include <catch2/catch.hpp>

#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

constexpr PromptIndex prompt{1U};

Centre treated(std::vector<Treatment> first, std::vector<Treatment> second = {}) {
  Centre centre = small_centre();
  centre.queues[0].treatments = std::move(first);
  centre.queues[1].treatments = std::move(second);
  return centre;
}

/// Fires the call's timer at the instant the ACD asked for.
void fire(Driven& centre, CallId call, Duration after) {
  centre.after(after).tell(TimerFired{{TimerId::Owner::call, call.slot.value, call.generation}});
}

}  // namespace

TEST_CASE("an announcement repeats while the caller waits", "[acd][treatments]") {
  Driven centre(treated({{10s, TreatmentKind::announcement, prompt, {}, 30s}}));
  const CallId call = centre.call();
  REQUIRE(centre.wish<StartTimer>() != nullptr);
  CHECK(centre.wish<StartTimer>()->at == centre.now + 10s);
  fire(centre, call, 10s);
  CHECK(*centre.wish<Play>() == Play{call, TreatmentKind::announcement, prompt, 0s});
  CHECK(centre.wish<StartTimer>()->at == centre.now + 30s);
  centre.tell(TreatmentEnded{call, TreatmentOutcome::finished});
  fire(centre, call, 30s);
  CHECK(centre.wishes<Play>() == 1);
  CHECK(centre.wishes<StopPlaying>() == 0);
  fire(centre, call, 5s);  // too early: nothing is due
  CHECK(centre.wishes<Play>() == 0);
}

TEST_CASE("repeats missed while a phone rang do not all play at once", "[acd][treatments]") {
  Driven centre(treated({{1s, TreatmentKind::announcement, prompt, {}, 2s}}));
  centre.ready(ann);
  const CallId call = centre.call();
  fire(centre, call, 1s);
  CHECK(centre.wishes<Play>() == 0);
  centre.after(19s).tell(OfferRefused{{ann, 1}, OfferRefusal::no_answer});
  CHECK(centre.wish<StartTimer>() != nullptr);
  fire(centre, call, 0s);
  CHECK(centre.wishes<Play>() == 1);
  CHECK(centre.wish<StartTimer>()->at == centre.now + 1s);
}

TEST_CASE("an answer during an announcement stops it and connects at once", "[acd][treatments]") {
  Driven centre(treated({{0s, TreatmentKind::announcement, prompt, {}, 0s}}));
  const CallId call = centre.call();
  fire(centre, call, 0s);
  centre.ready(ann);
  centre.tell(OfferAnswered{{ann, 1}});
  CHECK(centre.wishes<StopPlaying>() == 1);
  CHECK(centre.wishes<Connect>() == 1);
  centre.tell(TreatmentEnded{call, TreatmentOutcome::finished});
  CHECK(centre.outcome.wishes.empty());
}

TEST_CASE("the expected wait spreads the calls ahead over who may serve them", "[acd][treatments]") {
  Driven centre(treated({{2s, TreatmentKind::expected_wait, prompt, {}, 0s}}));
  centre.ready(ann);
  centre.ready(bob);
  const CallId served = centre.call();
  centre.tell(OfferAnswered{{ann, 1}}).after(100s).tell(TalkEnded{served, {}, {}}).tell(WrapUpEnded{served});
  centre.call();
  centre.call();
  centre.call();
  const CallId last = centre.call();
  fire(centre, last, 2s);
  REQUIRE(centre.wish<Play>() != nullptr);
  CHECK(centre.wish<Play>()->expected_wait == 100s * 2 / 2);
}

TEST_CASE("overflow keeps wait and place; treatments begin anew in the other queue", "[acd][treatments]") {
  Driven centre(treated({{60s, TreatmentKind::overflow, {}, QueueIndex{1U}, 0s}},
                        {{20s, TreatmentKind::announcement, prompt, {}, 30s}}));
  const CallId call = centre.call();
  const Time queued_at = centre.now;
  const auto place = centre.acd.view().call(call).place;
  fire(centre, call, 60s);
  REQUIRE(centre.happened<WaitEnded>().size() == 1);
  CHECK(centre.happened<WaitEnded>()[0].how == WaitEnd::overflowed);
  CHECK(centre.acd.view().call(call).queue == QueueIndex{1U});
  CHECK(centre.acd.view().call(call).queued_at == queued_at);
  CHECK(centre.acd.view().call(call).place == place);
  CHECK(centre.wish<StartTimer>()->at == centre.now + 20s);
  centre.tell(CallerHungUp{call});
  CHECK(centre.happened<WaitEnded>()[0].waited == 60s);
}

TEST_CASE("overflow at the instant of entry keeps the place too", "[acd][treatments]") {
  Driven centre(treated({{0s, TreatmentKind::overflow, {}, QueueIndex{1U}, 0s}}));
  const CallId first = centre.call();
  const CallId second = centre.call(any_type);
  fire(centre, first, 0s);
  CHECK(centre.acd.view().call(first).place < centre.acd.view().call(second).place);
}

TEST_CASE("two queues that overflow into each other take turns", "[acd][treatments]") {
  Driven centre(treated({{30s, TreatmentKind::overflow, {}, QueueIndex{1U}, 0s}},
                        {{30s, TreatmentKind::overflow, {}, QueueIndex{0U}, 0s}}));
  const CallId call = centre.call();
  fire(centre, call, 30s);
  CHECK(centre.wish<StartTimer>()->at == centre.now + 30s);
  fire(centre, call, 30s);
  CHECK(centre.acd.view().call(call).queue == QueueIndex{0U});
  CHECK(centre.wish<StartTimer>()->at == centre.now + 30s);
}

TEST_CASE("exit to another queue ends one wait and begins another", "[acd][treatments]") {
  Driven centre(treated({{60s, TreatmentKind::exit_to_queue, {}, QueueIndex{1U}, 0s}}));
  const CallId call = centre.call();
  fire(centre, call, 60s);
  CHECK(centre.happened<WaitEnded>()[0].how == WaitEnd::exited);
  CHECK(centre.acd.view().call(call).queued_at == centre.now);
  CHECK(centre.happened<WaitBegan>().size() == 1);
}

TEST_CASE("a callback that is accepted ends the call, one that is refused does not", "[acd][treatments]") {
  Driven centre(treated({{5s, TreatmentKind::callback_offer, prompt, {}, 0s}}));
  const CallId call = centre.call();
  fire(centre, call, 5s);
  CHECK(centre.wish<Play>()->kind == TreatmentKind::callback_offer);
  SECTION("accepted") {
    centre.tell(TreatmentEnded{call, TreatmentOutcome::accepted});
    CHECK(centre.happened<WaitEnded>()[0].how == WaitEnd::callback);
    CHECK(centre.wish<Release>()->cause == ReleaseCause::flowed_out);
    CHECK(centre.ended_as(call, CallOutcome::callback));
  }
  SECTION("refused") {
    centre.tell(TreatmentEnded{call, TreatmentOutcome::refused});
    CHECK(centre.outcome.wishes.empty());
    CHECK(centre.state(call) == CallState::waiting);
  }
}

TEST_CASE("voicemail: the wait is over, the call ends with the message", "[acd][treatments]") {
  Driven centre(treated({{5s, TreatmentKind::voicemail, prompt, {}, 0s}}));
  const CallId call = centre.call();
  fire(centre, call, 5s);
  CHECK(centre.happened<WaitEnded>()[0].how == WaitEnd::voicemail);
  CHECK(centre.state(call) == CallState::flowing_out);
  centre.ready(ann);
  CHECK(centre.wishes<Offer>() == 0);
  SECTION("spoken") { centre.tell(TreatmentEnded{call, TreatmentOutcome::finished}); }
  SECTION("hung up") { centre.tell(CallerHungUp{call}); }
  CHECK(centre.ended_as(call, CallOutcome::voicemail));
  CHECK(centre.ever<WaitEnded>().size() == 1);
}

TEST_CASE("release with an apology", "[acd][treatments]") {
  Driven centre(treated({{5s, TreatmentKind::announcement, prompt, {}, 0s}, {5s, TreatmentKind::release, {}, {}, 0s}}));
  const CallId call = centre.call();
  fire(centre, call, 5s);
  CHECK(centre.wishes<StopPlaying>() == 1);
  CHECK(centre.wish<Release>()->cause == ReleaseCause::treatment);
  CHECK(centre.ended_as(call, CallOutcome::released));
}

}  // namespace twinline
