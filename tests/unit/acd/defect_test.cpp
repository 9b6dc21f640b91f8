#include "policies/acd/defect.hpp"

#include <array>
#include <limits>

#include <catch2/catch.hpp>

#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

constexpr CallId somebody{CallSlot{3U}, 1}, nobody{CallSlot{std::size_t{acd::most_call_slots}}, 1};

CallArrived arrival() {
  CallArrived fact;
  fact.call = somebody;
  fact.type = sales;
  return fact;
}

}  // namespace

TEST_CASE("facts that name what is not there do not pass the gate", "[acd][defect]") {
  Driven centre;
  const auto defect = [&](const Fact& fact) {
    return acd::defect_of({centre.now, fact}, centre.acd.view()).value_or("none");
  };
  SECTION("arrivals") {
    CallArrived fact = arrival();
    CHECK(defect(fact) == "none");
    SECTION("type") {
      fact.type = CallTypeIndex{2U};
      CHECK(defect(fact) == "call type 2 of 2");
    }
    SECTION("no type") {
      fact.type = {};
      CHECK(defect(fact) == "no call type");
    }
    SECTION("segment") {
      fact.segment = SegmentIndex{0U};
      CHECK(defect(fact) == "segment 0 of 0");
    }
    SECTION("trunk") {
      fact.trunk = TrunkIndex{9U};
      CHECK(defect(fact) == "trunk 9 of 0");
    }
    SECTION("slot") {
      fact.call = nobody;
      CHECK(defect(fact) == "call slot 1048576 of 1048576");
    }
    SECTION("no slot") {
      fact.call = {};
      CHECK(defect(fact) == "a call without a slot");
    }
    SECTION("value") {
      fact.value = std::numeric_limits<double>::quiet_NaN();
      CHECK(defect(fact) == "a call's value that is no number");
    }
    SECTION("attribute") {
      const Attribute unknown{AttributeIndex{5U}, 1};
      fact.attributes = {&unknown, 1};
      CHECK(defect(fact) == "attribute 5 of 0");
    }
    SECTION("attributes without end") {
      const std::array<Attribute, max_attributes + 1> many{};
      fact.attributes = many;
      CHECK(defect(fact) == "attributes, 17 of 16");
    }
  }
  SECTION("a slot that is taken") {
    const CallId call = centre.call();
    CallArrived fact = arrival();
    fact.call = call;
    CHECK(defect(fact) == "none");  // told twice: late, and harmless
    ++fact.call.generation;
    CHECK(defect(fact) == "a call in slot 0, whose call has not ended");
    centre.tell(CallerHungUp{call});
    CHECK(defect(fact) == "none");
  }
  SECTION("agents") {
    const AgentIndex none{3U};
    for (const Fact& fact :
         std::array<Fact, 6>{OfferAnswered{{none, 1}}, OfferRefused{{none, 1}, OfferRefusal::busy},
                             TimerFired{{TimerId::Owner::agent, 3, 0}}, AgentPresenceChanged{none, Presence::ready, {}},
                             AgentMoved{none, GroupIndex{0U}}, RequestAnswered{{1}, none, RequestAnswer::accepted}}) {
      CHECK(defect(fact) == "agent 3 of 3");
    }
    CHECK(defect(AgentMoved{ann, GroupIndex{2U}}) == "agent group 2 of 2");
  }
  SECTION("calls") {
    for (const Fact& fact : std::array<Fact, 8>{
             CallerHungUp{nobody}, WrapUpEnded{nobody}, TalkEnded{nobody, TalkEnd::lost, {}}, CallerHeld{nobody, true},
             InputReceived{nobody, InputOutcome::nothing, 0, {}}, TransferOutEnded{nobody, TransferOutcome::busy},
             TreatmentEnded{nobody, TreatmentOutcome::finished},
             TimerFired{{TimerId::Owner::call, acd::most_call_slots, 1}}}) {
      CHECK(defect(fact) == "call slot 1048576 of 1048576");
    }
    CHECK(defect(CallerHungUp{somebody}) == "none");  // late or unknown, but harmless
    CHECK(defect(CallTransferred{somebody, CallTypeIndex{7U}}) == "call type 7 of 2");
    CHECK(defect(CallTransferred{somebody, CallTypeIndex{}}) == "none");
    CHECK(defect(TalkEnded{somebody, TalkEnd::by_caller, -1ns}) == "a hold time below zero");
    CHECK(defect(TalkEnded{somebody, TalkEnd::by_caller, Duration::max()}) == "a hold time longer than any world");
  }
  SECTION("the frame") {
    CHECK(defect(ForecastIssued{CallTypeIndex{2U}, {}, {}, 0, 0, 0}) == "call type 2 of 2");
    CHECK(defect(ForecastIssued{sales, {}, {}, std::numeric_limits<double>::infinity(), 0, 0}) ==
          "a forecast that is no number");
    CHECK(defect(WaitingReleased{QueueIndex{2U}}) == "queue 2 of 2");
    CHECK(defect(TrunkChanged{TrunkIndex{0U}, true}) == "trunk 0 of 0");
    CHECK(defect(SiteReported{SiteIndex{0U}, SiteState::down}) == "site 0 of 0");
    CHECK(defect(ServiceReported{ServiceIndex{0U}, {}}) == "service 0 of 0");
    CHECK(defect(ServiceReported{ServiceIndex{0U}, {.response = Duration{-1}}}) == "a response time below zero");
    CHECK(defect(PolicyPutInForce{PolicyKind::routing, 99}) == "none");  // the ACD knows what it was given
    CHECK(defect(CentreReloaded{99}) == "none");
  }
  SECTION("times") {
    centre.call();
    const Fact fact = CallerHungUp{somebody};
    CHECK(acd::defect_of({centre.now - 1ns, fact}, centre.acd.view()) == "a time before that of the last fact");
    CHECK(acd::defect_of({never, fact}, centre.acd.view()) == "a time beyond the end of any world");
  }
}

}  // namespace twinline
