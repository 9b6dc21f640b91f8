// The ACD counts the ports of the IVR: who takes one, when it is free again, what becomes of whoever finds none.
#include <catch2/catch.hpp>

#include "policies/ivr/flow_policy.hpp"
#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

/// Calls of both types hear a prompt, then queue; those of `sales` are asked another question after the talk.
Driven with_ports(IvrPorts ports) {
  Centre centre = small_centre();
  Step hello;
  hello.kind = StepKind::announce;
  hello.prompt = PromptIndex{0U};
  centre.flows = {{"main", {hello}}, {"survey", {hello}}};
  for (CallType& type : centre.call_types) type.flow = FlowIndex{0U};
  centre.call_types[sales.value].survey = FlowIndex{1U};
  centre.ivr_ports = ports;
  return Driven(centre, nullptr, nullptr, std::make_unique<FlowPolicy>(centre, FlowPolicy::Params{}));
}

std::uint32_t busy_ports(const Driven& centre) { return centre.acd.view().busy_ivr_ports; }

}  // namespace

TEST_CASE("a port is taken from the first prompt to the queue") {
  Driven centre = with_ports({1});
  const CallId call = centre.call();
  CHECK(busy_ports(centre) == 1);
  centre.after(7s).tell(TreatmentEnded{call});
  CHECK(busy_ports(centre) == 0);
  CHECK(centre.state(call) == CallState::waiting);
  REQUIRE(centre.happened<IvrPortFreed>().size() == 1);
  CHECK(centre.happened<IvrPortFreed>().front().held == 7s);
}

TEST_CASE("who hangs up in the IVR leaves the port to the next") {
  Driven centre = with_ports({1, WhenPortsBusy::reject});
  const CallId first = centre.call();
  centre.tell(CallerHungUp{first});
  CHECK(busy_ports(centre) == 0);
  CHECK(centre.state(centre.call()) == CallState::in_ivr);
}

TEST_CASE("who finds every port busy goes straight to the queue of the call's type") {
  Driven centre = with_ports({1});
  centre.call();
  const CallId second = centre.call(any_type);
  CHECK(centre.state(second) == CallState::waiting);
  CHECK(centre.acd.view().call(second).queue == QueueIndex{1U});
  CHECK_FALSE(centre.acd.view().call(second).position.flow);
  REQUIRE(centre.happened<IvrPortsBusy>().size() == 1);
  CHECK_FALSE(centre.happened<IvrPortsBusy>().front().refused);
  CHECK(busy_ports(centre) == 1);
}

TEST_CASE("who finds every port busy is refused where the centre wants it so") {
  Driven centre = with_ports({1, WhenPortsBusy::reject});
  centre.call();
  const CallId second = centre.call();
  CHECK(centre.ended_as(second, CallOutcome::blocked));
  CHECK(centre.happened<CallBlocked>().size() == 1);
  CHECK(centre.happened<IvrPortsBusy>().front().refused);
  CHECK(centre.wish<Release>()->cause == ReleaseCause::no_line);
}

TEST_CASE("a survey wants a port, and there is none without") {
  Driven centre = with_ports({1});
  centre.ready(ann);
  const CallId served = centre.call();
  centre.tell(TreatmentEnded{served});
  centre.tell(OfferAnswered{centre.last_offer(ann)});
  SECTION("one is free") {
    centre.tell(TalkEnded{served, TalkEnd::by_agent});
    CHECK(busy_ports(centre) == 1);
    centre.tell(WrapUpEnded{served});
    centre.tell(CallerHungUp{served});
    CHECK(busy_ports(centre) == 0);
  }
  SECTION("none is free") {
    centre.call();
    centre.tell(TalkEnded{served, TalkEnd::by_agent});
    CHECK(centre.wish<Release>()->cause == ReleaseCause::flow_ended);
    CHECK(busy_ports(centre) == 1);
    centre.tell(WrapUpEnded{served});
    CHECK(centre.ended_as(served, CallOutcome::served));
  }
}

TEST_CASE("ports without limit are not counted") {
  Driven centre = with_ports({});
  centre.call();
  CHECK(busy_ports(centre) == 0);
}

TEST_CASE("busy ports survive a snapshot") {
  Driven centre = with_ports({2});
  const CallId call = centre.call();
  Driven restored = with_ports({2});
  restored.acd.restore(centre.acd.save());
  CHECK(busy_ports(restored) == 1);
  restored.now = centre.now;
  restored.tell(CallerHungUp{call});
  CHECK(busy_ports(restored) == 0);
}

}  // namespace twinline
