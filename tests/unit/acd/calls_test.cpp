#include <catch2/catch.hpp>

#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

Centre with_trunk(std::uint32_t lines) {
  Centre centre = small_centre();
  centre.trunks = {{"trunk", lines}};
  return centre;
}

constexpr TrunkIndex trunk{0U};

/// Plays one prompt, then lets the call through as another type.
struct OnePrompt final : IvrPolicy {
  IvrDecision decide(const View&, const IvrOccasion& occasion) const override {
    if (occasion.step == 0) return {IvrDecision::Kind::play, {}, PromptIndex{0U}};
    if (occasion.outcome == TreatmentOutcome::refused) return {IvrDecision::Kind::release, {}, {}};
    return {IvrDecision::Kind::enqueue, any_type, {}};
  }
};

struct ThrowingIvr final : IvrPolicy {
  IvrDecision decide(const View&, const IvrOccasion&) const override { throw std::runtime_error("no menu"); }
};

}  // namespace

TEST_CASE("a full trunk blocks, and every way out frees its line", "[acd]") {
  Driven centre(with_trunk(1));
  const CallId first = centre.call(sales, trunk);
  CHECK(centre.acd.view().trunks[0].busy_lines == 1);
  const CallId second = centre.call(sales, trunk);
  CHECK(centre.wish<Release>()->cause == ReleaseCause::no_line);
  CHECK(centre.happened<CallBlocked>().size() == 1);
  CHECK(centre.ended_as(second, CallOutcome::blocked));
  SECTION("hung up in the queue") { centre.tell(CallerHungUp{first}); }
  SECTION("the line is free with the talk, wrap-up needs none") {
    centre.ready(ann);
    centre.tell(OfferAnswered{{ann, 1}});
    CHECK(centre.acd.view().trunks[0].busy_lines == 1);
    centre.tell(TalkEnded{first, TalkEnd::by_caller, {}});
    CHECK(centre.state(first) == CallState::wrapping_up);
  }
  SECTION("sent away") { centre.tell(WaitingReleased{QueueIndex{0U}}); }
  CHECK(centre.acd.view().trunks[0].busy_lines == 0);
  centre.call(sales, trunk);
  CHECK(centre.happened<CallBlocked>().empty());
}

TEST_CASE("a trunk that is down refuses, one without limit does not", "[acd]") {
  Driven centre(with_trunk(0));
  for (int call = 0; call < 50; ++call) centre.call(sales, trunk);
  CHECK(centre.ever<CallBlocked>().empty());
  centre.tell(TrunkChanged{trunk, false});
  centre.call(sales, trunk);
  CHECK(centre.wish<Release>()->cause == ReleaseCause::trunk_down);
  centre.tell(TrunkChanged{trunk, true});
  centre.call(sales, trunk);
  CHECK(centre.wishes<Release>() == 0);
}

TEST_CASE("calls that nobody takes stand in the order of their arrival and are counted", "[acd]") {
  Driven centre;
  const CallId a = centre.call(), b = centre.call(), c = centre.call();
  const View& view = centre.acd.view();
  CHECK(view.queue(QueueIndex{0U}).waiting == 3);
  CHECK(view.queue(QueueIndex{0U}).entered == 3);
  CHECK(view.call(a).next == b.slot);
  centre.tell(CallerHungUp{b});
  CHECK(view.call(a).next == c.slot);
  CHECK(view.call(c).previous == a.slot);
  CHECK(view.queue(QueueIndex{0U}).abandoned == 1);
  centre.ready(ann);
  CHECK(centre.wish<Offer>()->call == a);
}

TEST_CASE("a talk that is given up as lost sends the caller away, who may still be on the line", "[acd]") {
  Driven centre;
  centre.ready(ann);
  const CallId call = centre.call();
  centre.tell(OfferAnswered{{ann, 1}});
  centre.tell(TalkEnded{call, TalkEnd::lost, {}});
  REQUIRE(centre.wishes<Release>() == 1);
  CHECK(centre.wish<Release>()->cause == ReleaseCause::talk_ended);
}

TEST_CASE("nobody gets a call without the skill", "[acd]") {
  Driven centre;
  centre.ready(eve);
  const CallId call = centre.call(sales);
  CHECK(centre.outcome.wishes.empty());
  const CallId other = centre.call(any_type);
  CHECK(centre.wish<Offer>()->call == other);
  CHECK(centre.state(call) == CallState::waiting);
}

TEST_CASE("an arrival told twice, and facts about nobody, change nothing", "[acd]") {
  Driven centre;
  const CallId call = centre.call();
  const auto before = centre.acd.save();
  CallArrived again;
  again.call = call;
  again.type = any_type;
  const CallId unknown{CallSlot{900U}, 1}, former{call.slot, 0};
  for (const Fact& fact : std::vector<Fact>{again,
                                            CallerHungUp{unknown},
                                            CallerHungUp{former},
                                            CallerHungUp{CallId{}},
                                            TalkEnded{call, TalkEnd::lost, {}},
                                            WrapUpEnded{call},
                                            CallTransferred{call, any_type},
                                            TreatmentEnded{call, {}},
                                            OfferRefused{{ann, 4}, {}},
                                            OfferRefused{{AgentIndex{}, 4}, {}},
                                            TimerFired{{TimerId::Owner::call, 900, 1}},
                                            TimerFired{{TimerId::Owner::agent, 900, 1}},
                                            AgentMoved{ann, GroupIndex{9U}},
                                            AgentPresenceChanged{AgentIndex{9U}, {}, {}},
                                            RequestAnswered{{77}, ann, {}},
                                            WaitingReleased{QueueIndex{9U}},
                                            TrunkChanged{TrunkIndex{3U}, false},
                                            SiteReported{SiteIndex{3U}, SiteState::down},
                                            ServiceReported{ServiceIndex{3U}, {}},
                                            PolicyPutInForce{PolicyKind::ivr, 8},
                                            CentreReloaded{8},
                                            ForecastIssued{CallTypeIndex{9U}, {}, {}, 0, 0, 0}}) {
    CAPTURE(fact.index());
    centre.tell(fact);
    CHECK(centre.outcome.wishes.empty());
    CHECK(centre.outcome.happenings.empty());
    CHECK(centre.acd.save() == before);
  }
}

TEST_CASE("an IVR step is played, then the call waits as what it turned out to be", "[acd]") {
  Driven centre(with_trunk(2), nullptr, nullptr, std::make_unique<OnePrompt>());
  const CallId call = centre.call(sales, trunk);
  CHECK(centre.wishes<Play>() == 1);
  CHECK(centre.state(call) == CallState::in_ivr);
  SECTION("through") {
    centre.tell(TreatmentEnded{call, TreatmentOutcome::finished});
    CHECK(centre.acd.view().call(call).queue == QueueIndex{1U});
    CHECK(centre.happened<WaitBegan>()[0].labels.type == any_type);
  }
  SECTION("turned away") {
    centre.tell(TreatmentEnded{call, TreatmentOutcome::refused});
    CHECK(centre.wish<Release>()->cause == ReleaseCause::closed);
    CHECK(centre.ended_as(call, CallOutcome::released));
  }
  SECTION("left") {
    centre.tell(CallerHungUp{call});
    CHECK(centre.ended_as(call, CallOutcome::left_ivr));
    CHECK(centre.ever<WaitBegan>().empty());
    CHECK(centre.acd.view().trunks[0].busy_lines == 0);
  }
}

TEST_CASE("an IVR policy that throws lets the call through and is recorded", "[acd]") {
  Driven centre(small_centre(), nullptr, nullptr, std::make_unique<ThrowingIvr>());
  const CallId call = centre.call();
  CHECK(centre.state(call) == CallState::waiting);
  REQUIRE(centre.happened<DecisionRejected>().size() == 1);
  CHECK(centre.happened<DecisionRejected>()[0].fault == DecisionFault::threw);
}

TEST_CASE("attributes are learned, replaced and bounded; the policy is asked again", "[acd]") {
  auto routing = std::make_unique<ScriptedRouting>([](const View&, const Occasion& occasion, Decisions& decisions) {
    if (occasion.call) decisions.hold(occasion.call);
  });
  const auto& asked = routing->asked;
  Driven centre(small_centre(), std::move(routing));
  const CallId call = centre.call();
  std::vector<Attribute> many;
  for (std::size_t name = 0; name < max_attributes + 3; ++name) many.push_back({AttributeIndex{name}, 7});
  centre.tell(AttributesLearned{call, many});
  CHECK(asked.size() == 2);
  CHECK(centre.acd.view().attributes(call.slot).size() == max_attributes);
  const Attribute newer{AttributeIndex{2U}, 8};
  centre.tell(AttributesLearned{call, Attributes(&newer, 1)});
  CHECK(centre.acd.view().attributes(call.slot)[2].value == 8);
  CHECK(centre.acd.view().attributes(call.slot).size() == max_attributes);
}

TEST_CASE("closing time sends away who waits in that queue, and nobody else", "[acd]") {
  Driven centre;
  centre.ready(ann);
  const CallId rings = centre.call(), waits = centre.call(), elsewhere = centre.call(any_type, {}, 3);
  centre.call(sales, {}, 5);
  centre.tell(WaitingReleased{QueueIndex{0U}});
  CHECK(centre.wishes<Release>() == 2);
  CHECK(centre.ended_as(waits, CallOutcome::released));
  CHECK(centre.state(rings) == CallState::offered);
  CHECK(centre.state(elsewhere) == CallState::waiting);
  CHECK(centre.acd.view().queue(QueueIndex{0U}).waiting == 0);
}

TEST_CASE("an agent who leaves while talking finishes first", "[acd]") {
  Driven centre;
  centre.ready(ann);
  const CallId call = centre.call();
  centre.tell(OfferAnswered{{ann, 1}}).presence(ann, Presence::logged_out);
  CHECK(centre.state(ann) == AgentState::busy);
  centre.tell(TalkEnded{call, TalkEnd::by_caller, {}});
  const CallId next = centre.call();
  CHECK(centre.state(next) == CallState::waiting);
  centre.tell(WrapUpEnded{call});
  CHECK(centre.state(ann) == AgentState::logged_out);
  CHECK(centre.state(next) == CallState::waiting);
  CHECK(centre.acd.view().group(GroupIndex{0U}).logged_in == 0);
}

TEST_CASE("a moved agent has the skills of the new group at once", "[acd]") {
  Driven centre;
  centre.ready(eve);
  const CallId call = centre.call(sales);
  CHECK(centre.state(call) == CallState::waiting);
  centre.tell(AgentMoved{eve, GroupIndex{0U}});
  CHECK(centre.wish<Offer>()->call == call);
  CHECK(centre.happened<AgentChangedGroup>().size() == 1);
  CHECK(centre.acd.view().group(GroupIndex{0U}).logged_in == 1);
  CHECK(centre.acd.view().group(GroupIndex{1U}).logged_in == 0);
}

}  // namespace twinline
