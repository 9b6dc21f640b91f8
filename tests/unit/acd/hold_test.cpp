#include <catch2/catch.hpp>

#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

constexpr PromptIndex prompt{1U};

Centre treated(std::vector<Treatment> treatments) {
  Centre centre = small_centre();
  centre.queues[0].treatments = std::move(treatments);
  return centre;
}

void fire(Driven& centre, CallId call) {
  centre.tell(TimerFired{{TimerId::Owner::call, call.slot.value, call.generation}});
}

/// Asks for a key at each occasion until one is pressed.
struct AskingForKeys final : IvrPolicy {
  IvrDecision decide(const View&, const IvrOccasion& occasion) const override {
    IvrDecision decision;
    if (occasion.kind != IvrOccasion::Kind::input_received) decision.kind = IvrDecision::Kind::collect;
    decision.prompt = PromptIndex{occasion.kind == IvrOccasion::Kind::resumed ? 1U : 0U};
    return decision;
  }
};

}  // namespace

TEST_CASE("while the caller holds, the time of the treatments stands still", "[acd][hold]") {
  Driven centre(treated(
      {{10s, TreatmentKind::announcement, prompt, {}, 0s}, {30s, TreatmentKind::overflow, {}, QueueIndex{1U}, 0s}}));
  const CallId call = centre.call();
  centre.after(4s).tell(CallerHeld{call, true});
  CHECK(centre.wishes<CancelTimer>() == 1);
  centre.after(20s);
  fire(centre, call);  // on its way when it was cancelled
  CHECK(centre.wishes<Play>() == 0);
  centre.after(6s).tell(CallerHeld{call, false});
  CHECK(centre.wish<StartTimer>()->at == centre.now + 6s);
  centre.after(6s);
  fire(centre, call);
  CHECK(centre.wishes<Play>() == 1);
  CHECK(centre.wish<StartTimer>()->at == centre.now + 20s);
  CHECK(centre.acd.view().waited(centre.acd.view().call(call)) == 36s);  // the wait went on
}

TEST_CASE("what played when the caller held comes again afterwards", "[acd][hold]") {
  Driven centre(treated({{1s, TreatmentKind::callback_offer, prompt, {}, 0s}}));
  const CallId call = centre.call();
  centre.after(1s);
  fire(centre, call);
  centre.after(1s).tell(CallerHeld{call, true});
  CHECK(centre.wishes<StopPlaying>() == 1);
  CHECK(centre.acd.view().call(call).caller_holds);
  centre.tell(CallerHeld{call, true});  // told twice
  CHECK(centre.outcome.wishes.empty());
  centre.tell(TreatmentEnded{call, TreatmentOutcome::accepted});  // of what was stopped
  CHECK(centre.state(call) == CallState::waiting);
  SECTION("and is gone through") {
    centre.after(9s).tell(CallerHeld{call, false});
    CHECK(centre.wish<Play>()->kind == TreatmentKind::callback_offer);
    centre.tell(TreatmentEnded{call, TreatmentOutcome::accepted});
    CHECK(centre.ended_as(call, CallOutcome::callback));
  }
  SECTION("unless an agent answered meanwhile") {
    centre.ready(ann);
    CHECK(centre.wishes<Offer>() == 1);
    centre.tell(OfferAnswered{centre.last_offer(ann)});
    CHECK(centre.wishes<Connect>() == 1);
    centre.tell(CallerHeld{call, false});
    CHECK(centre.outcome.wishes.empty());
  }
}

TEST_CASE("a caller who holds keeps the place in the line", "[acd][hold]") {
  Driven centre;
  const CallId first = centre.call(), second = centre.call();
  centre.tell(CallerHeld{first, true});
  centre.ready(ann);
  CHECK(centre.wish<Offer>()->call == first);
  CHECK(centre.state(second) == CallState::waiting);
}

TEST_CASE("in the IVR the step that was cut short is put to the policy again", "[acd][hold]") {
  Driven centre(small_centre(), nullptr, nullptr, std::make_unique<AskingForKeys>());
  const CallId call = centre.call();
  REQUIRE(centre.wish<Collect>() != nullptr);
  centre.after(1s).tell(CallerHeld{call, true});
  CHECK(centre.wishes<StopPlaying>() == 1);
  centre.tell(InputReceived{call, InputOutcome::entered, 1, *Digits::from("1")});  // too late
  CHECK(centre.state(call) == CallState::in_ivr);
  centre.tell(CallerHeld{call, false});
  CHECK(centre.wish<Collect>()->prompt == PromptIndex{1U});
  centre.tell(InputReceived{call, InputOutcome::entered, 1, *Digits::from("1")});
  CHECK(centre.state(call) == CallState::waiting);
}

}  // namespace twinline
