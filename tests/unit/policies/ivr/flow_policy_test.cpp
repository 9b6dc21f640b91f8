#include "policies/ivr/flow_policy.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

constexpr PromptIndex welcome{0U}, again{1U}, silence{2U};
constexpr AttributeIndex account{0U}, rank{1U};

Step step(StepKind kind, StepIndex next = {}, StepIndex otherwise = {}) {
  Step made;
  made.kind = kind;
  made.prompt = welcome;
  made.next = next;
  made.otherwise = otherwise;
  return made;
}

constexpr StepIndex at(std::size_t position) { return StepIndex{position}; }

/// The small centre, whose calls of type `sales` go through these steps. Most flows of these tests end in a step that
/// queues the call as `any`, so that one sees which way it went.
Driven with_flow(std::vector<Step> steps, std::vector<BusinessHours> hours = {}) {
  Centre centre = small_centre();
  centre.prompts = {"welcome", "again", "silence"};
  centre.attributes = {"account", "rank"};
  centre.look_ups = {"crm"};
  centre.destinations = {"night desk"};
  centre.hours = std::move(hours);
  centre.flows = {{"main", std::move(steps)}};
  centre.call_types[0].flow = FlowIndex{0U};
  return Driven(centre, nullptr, nullptr, std::make_unique<FlowPolicy>(centre, FlowPolicy::Params{}));
}

Step queue_as(CallTypeIndex type) {
  Step made = step(StepKind::queue);
  made.type = type;
  return made;
}

void press(Driven& centre, CallId call, std::string_view keys) {
  centre.tell(InputReceived{call, keys.empty() ? InputOutcome::nothing : InputOutcome::entered,
                            static_cast<std::uint8_t>(keys.size()), *Digits::from(keys)});
}

CallTypeIndex waits_as(const Driven& centre, CallId call) {
  return centre.state(call) == CallState::waiting ? centre.acd.view().call(call).type : CallTypeIndex{};
}

}  // namespace

TEST_CASE("a call of a type without a flow queues at once", "[ivr][flow]") {
  Driven centre = with_flow({step(StepKind::announce)});
  CHECK(waits_as(centre, centre.call(any_type)) == any_type);
}

TEST_CASE("an announcement goes on when it has ended, and a flow that ends queues the call", "[ivr][flow]") {
  Driven centre = with_flow({step(StepKind::announce, at(1)), step(StepKind::announce)});
  const CallId call = centre.call();
  CHECK(*centre.wish<Play>() == Play{call, TreatmentKind::announcement, welcome, 0s});
  CHECK(centre.acd.view().call(call).position == FlowPosition{FlowIndex{0U}, at(0), 0});
  centre.tell(TreatmentEnded{call, TreatmentOutcome::finished});
  CHECK(centre.wishes<Play>() == 1);
  CHECK(centre.acd.view().call(call).position.step == at(1));
  centre.tell(TreatmentEnded{call, TreatmentOutcome::failed});
  CHECK(waits_as(centre, call) == sales);
}

TEST_CASE("a menu's key chooses the way, and is remembered", "[ivr][flow]") {
  Step menu = step(StepKind::menu);
  menu.branches = {{'1', at(1)}, {'*', at(2)}};
  menu.attribute = rank;
  Driven centre = with_flow({menu, queue_as(any_type), step(StepKind::hang_up)});
  const CallId call = centre.call();
  CHECK(centre.wish<Collect>()->digits.most == 1);
  SECTION("one way") {
    press(centre, call, "1");
    CHECK(waits_as(centre, call) == any_type);
    REQUIRE(centre.acd.view().attributes(call.slot).size() == 1);
    CHECK(centre.acd.view().attributes(call.slot)[0] == Attribute{rank, 1});
  }
  SECTION("the other") {
    press(centre, call, "*");
    CHECK(centre.ended_as(call, CallOutcome::released));
  }
}

TEST_CASE("a menu asks again after silence and after a wrong key, and gives up in time", "[ivr][flow]") {
  Step menu = step(StepKind::menu, {}, at(1));
  menu.branches = {{'1', {}}};
  menu.on_wrong = again;
  menu.on_nothing = silence;
  menu.tries = 3;
  Driven centre = with_flow({menu, queue_as(any_type)});
  const CallId call = centre.call();
  press(centre, call, "");
  CHECK(centre.wish<Collect>()->prompt == silence);
  press(centre, call, "7");
  CHECK(centre.wish<Collect>()->prompt == again);
  CHECK(centre.acd.view().call(call).position.tries == 2);
  SECTION("the last try may succeed") {
    press(centre, call, "1");
    CHECK(waits_as(centre, call) == sales);
  }
  SECTION("and may fail") {
    press(centre, call, "");
    CHECK(centre.wishes<Collect>() == 0);
    CHECK(waits_as(centre, call) == any_type);
  }
}

TEST_CASE("keys that cannot be taken down lead on at once", "[ivr][flow]") {
  Driven centre = with_flow({step(StepKind::menu, {}, at(1)), queue_as(any_type)});
  const CallId call = centre.call();
  centre.tell(InputReceived{call, InputOutcome::failed, 0, {}});
  CHECK(waits_as(centre, call) == any_type);
}

TEST_CASE("collected keys are remembered as a number", "[ivr][flow]") {
  Step collect = step(StepKind::collect, at(1));
  collect.digits = {5s, 3s, 4, 8, false};
  collect.attribute = account;
  Driven centre = with_flow({collect, queue_as(any_type)});
  const CallId call = centre.call();
  CHECK(centre.wish<Collect>()->digits == collect.digits);
  press(centre, call, "123");  // too few
  CHECK(centre.wishes<Collect>() == 1);
  press(centre, call, "0042");
  CHECK(waits_as(centre, call) == any_type);
  REQUIRE(centre.acd.view().attributes(call.slot).size() == 1);
  CHECK(centre.acd.view().attributes(call.slot)[0] == Attribute{account, 42});
}

TEST_CASE("secret keys count but are not there to be remembered", "[ivr][flow]") {
  Step collect = step(StepKind::collect, at(1));
  collect.digits = {5s, 3s, 4, 4, true};
  collect.attribute = account;
  Driven centre = with_flow({collect, queue_as(any_type)});
  const CallId call = centre.call();
  CHECK(centre.wish<Collect>()->digits.secret);
  centre.tell(InputReceived{call, InputOutcome::entered, 4, {}});
  CHECK(waits_as(centre, call) == any_type);
  CHECK(centre.acd.view().attributes(call.slot).empty());
}

TEST_CASE("a flow knows the hours", "[ivr][flow]") {
  const Time eight = world_start + 8h, noon = world_start + 12h;
  Step hours = step(StepKind::hours, at(1), at(2));
  hours.hours = HoursIndex{0U};
  Driven centre = with_flow({hours, queue_as(any_type), step(StepKind::voicemail)},
                            {{"office", {{eight, noon}, {noon + 1h, noon + 6h}}}});
  const auto [now, open] = GENERATE_COPY(table<Time, bool>(
      {{eight - 1ns, false}, {eight, true}, {noon - 1ns, true}, {noon, false}, {noon + 1h, true}, {noon + 6h, false}}));
  centre.now = now;
  const CallId call = centre.call();
  CHECK((waits_as(centre, call) == any_type) == open);
  CHECK((centre.state(call) == CallState::flowing_out) == !open);
}

TEST_CASE("a look-up's attributes lead a branch; silence of the source leads elsewhere", "[ivr][flow]") {
  Step look_up = step(StepKind::look_up, at(1), at(2));
  look_up.source = LookUpIndex{0U};
  look_up.deadline = 700ms;
  Step branch = step(StepKind::branch, {}, at(2));
  branch.attribute = rank;
  branch.branches = {{7, at(3)}};
  Step away = step(StepKind::transfer);
  away.destination = DestinationIndex{0U};
  Driven centre = with_flow({look_up, branch, queue_as(any_type), away});
  const CallId call = centre.call();
  CHECK(*centre.wish<LookUp>() == LookUp{call, LookUpIndex{0U}, 700ms});
  const std::array<Attribute, 1> seven{{{rank, 7}}}, eight{{{rank, 8}}};
  SECTION("the branch") {
    centre.tell(LookUpEnded{call, LookUpOutcome::answered, seven});
    CHECK(centre.wishes<TransferOut>() == 1);
    centre.tell(TransferOutEnded{call, TransferOutcome::no_answer});
    CHECK(waits_as(centre, call) == sales);
  }
  SECTION("any other value") {
    centre.tell(LookUpEnded{call, LookUpOutcome::answered, eight});
    CHECK(waits_as(centre, call) == any_type);
  }
  SECTION("no value") {
    centre.tell(LookUpEnded{call, LookUpOutcome::answered, {}});
    CHECK(waits_as(centre, call) == any_type);
  }
  SECTION("too late") {
    centre.tell(LookUpEnded{call, LookUpOutcome::timed_out, {}});
    CHECK(waits_as(centre, call) == any_type);
  }
}

TEST_CASE("a branch sees what the menu before it has just learnt", "[ivr][flow]") {
  Step menu = step(StepKind::menu);
  menu.branches = {{'3', at(1)}};
  menu.attribute = rank;
  Step branch = step(StepKind::branch);
  branch.attribute = rank;
  branch.branches = {{3, at(2)}};
  Driven centre = with_flow({menu, branch, queue_as(any_type)});
  const CallId call = centre.call();
  press(centre, call, "3");
  CHECK(waits_as(centre, call) == any_type);
}

TEST_CASE("a callback is offered with the wait, and taken or not", "[ivr][flow]") {
  Driven centre =
      with_flow({step(StepKind::say_wait, at(1)), step(StepKind::offer_callback, at(2)), queue_as(any_type)});
  const CallId call = centre.call();
  CHECK(centre.wish<Play>()->kind == TreatmentKind::expected_wait);
  centre.tell(TreatmentEnded{call, TreatmentOutcome::finished});
  CHECK(centre.wish<Play>()->kind == TreatmentKind::callback_offer);
  SECTION("taken") {
    centre.tell(TreatmentEnded{call, TreatmentOutcome::accepted});
    CHECK(centre.ended_as(call, CallOutcome::callback));
  }
  SECTION("not taken") {
    centre.tell(TreatmentEnded{call, TreatmentOutcome::refused});
    CHECK(waits_as(centre, call) == any_type);
  }
}

TEST_CASE("a machine that succeeds leads on, and one that does not leads elsewhere", "[ivr][flow]") {
  Step machine = step(GENERATE(StepKind::authenticate, StepKind::bot), at(1), at(2));
  machine.source = LookUpIndex{0U};
  machine.attribute = rank;
  Step served = step(StepKind::hang_up);
  served.self_served = true;
  Driven centre = with_flow({machine, served, queue_as(any_type)});
  const CallId call = centre.call();
  CHECK(centre.wishes<LookUp>() == 1);
  const std::array<Attribute, 1> yes{{{rank, 1}}}, no{{{rank, 0}}};
  SECTION("it says so") {
    centre.tell(LookUpEnded{call, LookUpOutcome::answered, yes});
    CHECK(centre.ended_as(call, CallOutcome::self_served));
  }
  SECTION("it says the contrary") {
    centre.tell(LookUpEnded{call, LookUpOutcome::answered, no});
    CHECK(waits_as(centre, call) == any_type);
  }
  SECTION("it says nothing of it") {
    centre.tell(LookUpEnded{call, LookUpOutcome::answered, {}});
    CHECK(waits_as(centre, call) == any_type);
  }
  SECTION("it says so too late") {
    centre.tell(LookUpEnded{call, LookUpOutcome::timed_out, yes});
    CHECK(waits_as(centre, call) == any_type);
  }
}

TEST_CASE("another channel is offered, and taken or not", "[ivr][flow]") {
  Driven centre = with_flow({step(StepKind::steer, at(1)), queue_as(any_type)});
  const CallId call = centre.call();
  CHECK(centre.wish<Play>()->kind == TreatmentKind::channel_offer);
  SECTION("taken") {
    centre.tell(TreatmentEnded{call, TreatmentOutcome::accepted});
    CHECK(centre.wish<Release>()->cause == ReleaseCause::steered);
    CHECK(centre.ended_as(call, CallOutcome::steered));
  }
  SECTION("not taken") {
    centre.tell(TreatmentEnded{call, TreatmentOutcome::refused});
    CHECK(waits_as(centre, call) == any_type);
  }
}

TEST_CASE("a lone 0 in place of a number leads to a human being, where the step says so", "[ivr][flow]") {
  Step number = step(StepKind::collect, at(1));
  number.digits = {5s, 3s, 2, 8, false};
  number.tries = 2;
  const bool says_so = GENERATE(true, false);
  if (says_so) number.human = at(2);
  Driven centre = with_flow({number, step(StepKind::voicemail), queue_as(any_type)});
  const CallId call = centre.call();
  press(centre, call, "0");
  CHECK((waits_as(centre, call) == any_type) == says_so);
  CHECK((centre.wishes<Collect>() == 1) == !says_so);
}

TEST_CASE("a flow hangs up with or without success", "[ivr][flow]") {
  Step bye = step(StepKind::hang_up);
  bye.self_served = GENERATE(true, false);
  Driven centre = with_flow({bye});
  CHECK(centre.ended_as(centre.call(), bye.self_served ? CallOutcome::self_served : CallOutcome::released));
}

TEST_CASE("after the talk the flow of the survey is gone through and ends with the call", "[ivr][flow]") {
  Centre centre = small_centre();
  centre.attributes = {"score"};
  Step menu = step(StepKind::menu, {}, {});
  menu.branches = {{'5', at(1)}};
  menu.attribute = AttributeIndex{0U};
  menu.tries = 1;
  centre.flows = {{"survey", {menu, step(StepKind::announce)}}};
  centre.call_types[0].survey = FlowIndex{0U};
  Driven driven(centre, nullptr, nullptr, std::make_unique<FlowPolicy>(centre, FlowPolicy::Params{}));
  driven.ready(ann);
  const CallId call = driven.call();
  driven.tell(OfferAnswered{driven.last_offer(ann)}).tell(TalkEnded{call, TalkEnd::by_agent, {}});
  driven.tell(WrapUpEnded{call});
  SECTION("answered") {
    press(driven, call, "5");
    CHECK(driven.acd.view().attributes(call.slot)[0].value == 5);
    CHECK(driven.wishes<Play>() == 1);
    driven.tell(TreatmentEnded{call, TreatmentOutcome::finished});
  }
  SECTION("not answered") { press(driven, call, ""); }
  CHECK(driven.wish<Release>()->cause == ReleaseCause::flow_ended);
  CHECK(driven.ended_as(call, CallOutcome::served));
}

TEST_CASE("after a hold a menu is said again and no try is lost", "[ivr][flow]") {
  Step menu = step(StepKind::menu, {}, at(1));
  menu.branches = {{'1', {}}};
  menu.tries = 2;
  Driven centre = with_flow({menu, queue_as(any_type)});
  const CallId call = centre.call();
  press(centre, call, "");
  centre.tell(CallerHeld{call, true}).tell(CallerHeld{call, false});
  CHECK(centre.wish<Collect>()->prompt == welcome);
  press(centre, call, "");
  CHECK(waits_as(centre, call) == any_type);
}

TEST_CASE("a call whose step a new centre no longer has is queued", "[ivr][flow]") {
  Driven centre = with_flow({step(StepKind::announce, at(1)), step(StepKind::announce)});
  const CallId call = centre.call();
  Centre smaller = centre.acd.centre();
  smaller.flows[0].steps.clear();
  const std::uint32_t number = centre.acd.prepare(smaller);
  centre.tell(CentreReloaded{number}).tell(TreatmentEnded{call, TreatmentOutcome::finished});
  CHECK(waits_as(centre, call) == sales);
}

TEST_CASE("a flow that goes round without time passing ends in the queue", "[ivr][flow]") {
  Step branch = step(StepKind::branch, {}, at(0));
  branch.attribute = rank;
  Driven centre = with_flow({branch});
  CHECK(waits_as(centre, centre.call()) == sales);
}

}  // namespace twinline
