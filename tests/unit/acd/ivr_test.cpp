#include <catch2/catch.hpp>

#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

/// Answers what the test says, and keeps what it was asked.
struct ScriptedIvr final : IvrPolicy {
  using Script = std::function<IvrDecision(const View&, const IvrOccasion&)>;
  Script script;
  mutable std::vector<IvrOccasion::Kind> asked;
  explicit ScriptedIvr(Script given) : script(std::move(given)) {}
  IvrDecision decide(const View& view, const IvrOccasion& occasion) const override {
    asked.push_back(occasion.kind);
    return script(view, occasion);
  }
};

constexpr IvrDecision::Kind play = IvrDecision::Kind::play, collect = IvrDecision::Kind::collect,
                            enqueue = IvrDecision::Kind::enqueue, release = IvrDecision::Kind::release;

Centre centre_with_sources() {
  Centre centre = small_centre();
  centre.attributes = {"account", "language"};
  centre.look_ups = {"crm"};
  centre.destinations = {"night desk"};
  centre.flows = {{"survey", {}}};
  return centre;
}

/// The centre, and what its IVR was asked. Decisions are taken in order; when none is left, the call is put into its
/// queue.
struct Ivr {
  explicit Ivr(std::vector<IvrDecision> decisions, Centre centre = centre_with_sources())
      : Ivr(
            [this, next = std::size_t{0}, given = std::move(decisions)](const View&,
                                                                        const IvrOccasion& occasion) mutable {
              if (occasion.input != nullptr) heard.push_back(*occasion.input);
              return next < given.size() ? given[next++] : IvrDecision{};
            },
            std::move(centre)) {}
  Ivr(ScriptedIvr::Script script, Centre centre) {
    auto owned = std::make_unique<ScriptedIvr>(std::move(script));
    policy = owned.get();
    acd = std::make_unique<Driven>(std::move(centre), nullptr, nullptr, std::move(owned));
  }
  Driven* operator->() const { return acd.get(); }

  std::vector<InputReceived> heard;
  ScriptedIvr* policy = nullptr;
  std::unique_ptr<Driven> acd;
};

IvrDecision decision(IvrDecision::Kind kind) {
  IvrDecision decided;
  decided.kind = kind;
  return decided;
}

Centre surveyed(bool wrap_up) {
  Centre centre = centre_with_sources();
  centre.call_types[0].survey = FlowIndex{0U};
  centre.call_types[0].wrap_up = wrap_up;
  centre.trunks = {{"trunk", 1}};
  return centre;
}

CallId talk(Driven& centre) {
  centre.ready(ann);
  const CallId call = centre.call(sales, TrunkIndex{0U});
  centre.tell(OfferAnswered{centre.last_offer(ann)});
  return call;
}

}  // namespace

TEST_CASE("keys are asked for, taken down once, and what they mean is remembered", "[acd][ivr]") {
  IvrDecision ask = decision(collect);
  ask.prompt = PromptIndex{1U};
  ask.digits = {4s, 2s, 1, 6, false};
  ask.position = {FlowIndex{0U}, StepIndex{2U}, 1};
  IvrDecision on = decision(enqueue);
  on.remember = {AttributeIndex{0U}, 4711};
  Ivr ivr({ask, on});
  const CallId call = ivr->call();
  CHECK(*ivr->wish<Collect>() == Collect{call, PromptIndex{1U}, ask.digits});
  CHECK(ivr->acd.view().call(call).position == ask.position);
  const InputReceived input{call, InputOutcome::entered, 4, *Digits::from("4711")};
  ivr->tell(TreatmentEnded{call, TreatmentOutcome::finished});  // nothing plays
  CHECK(ivr->state(call) == CallState::in_ivr);
  ivr->tell(input);
  REQUIRE(ivr.heard.size() == 1);
  CHECK(ivr.heard[0].digits.text() == "4711");
  CHECK(ivr->state(call) == CallState::waiting);
  const Attributes known = ivr->acd.view().attributes(call.slot);
  REQUIRE(known.size() == 1);
  CHECK(known[0] == on.remember);
  ivr->tell(input);
  CHECK(ivr.heard.size() == 1);
}

TEST_CASE("a look-up is answered with attributes, and the flow goes on either way", "[acd][ivr]") {
  IvrDecision ask = decision(IvrDecision::Kind::look_up);
  ask.source = LookUpIndex{0U};
  ask.deadline = 2s;
  Ivr ivr({ask});
  const CallId call = ivr->call();
  CHECK(*ivr->wish<LookUp>() == LookUp{call, LookUpIndex{0U}, 2s});
  const Attribute language{AttributeIndex{1U}, 3};
  const auto outcome = GENERATE(LookUpOutcome::answered, LookUpOutcome::timed_out);
  ivr->tell(LookUpEnded{call, outcome, outcome == LookUpOutcome::answered ? Attributes{&language, 1} : Attributes{}});
  CHECK(ivr.policy->asked.back() == IvrOccasion::Kind::look_up_ended);
  CHECK(ivr->state(call) == CallState::waiting);
  CHECK(ivr->acd.view().attributes(call.slot).size() == (outcome == LookUpOutcome::answered ? 1 : 0));
}

TEST_CASE("a transfer out ends the call, or the flow goes on", "[acd][ivr]") {
  IvrDecision away = decision(IvrDecision::Kind::transfer_out);
  away.destination = DestinationIndex{0U};
  Ivr ivr({away});
  const CallId call = ivr->call();
  CHECK(*ivr->wish<TransferOut>() == TransferOut{call, DestinationIndex{0U}});
  SECTION("completed") {
    ivr->tell(TransferOutEnded{call, TransferOutcome::completed});
    CHECK(ivr->ended_as(call, CallOutcome::transferred_out));
    CHECK(ivr->wishes<Release>() == 0);
  }
  SECTION("busy") {
    ivr->tell(TransferOutEnded{call, TransferOutcome::busy});
    CHECK(ivr->state(call) == CallState::waiting);
  }
  SECTION("given up by the caller") {
    ivr->tell(CallerHungUp{call});
    CHECK(ivr->ended_as(call, CallOutcome::left_ivr));
    ivr->tell(TransferOutEnded{call, TransferOutcome::completed});
    CHECK(ivr->ended_as(call, CallOutcome::left_ivr));
  }
}

TEST_CASE("an IVR that names what is not there has the call queued", "[acd][ivr]") {
  IvrDecision nowhere = decision(GENERATE(IvrDecision::Kind::look_up, IvrDecision::Kind::transfer_out));
  nowhere.source = LookUpIndex{7U};
  nowhere.destination = DestinationIndex{7U};
  Ivr ivr({nowhere});
  const CallId call = ivr->call();
  CHECK(ivr->state(call) == CallState::waiting);
  REQUIRE(ivr->happened<DecisionRejected>().size() == 1);
  CHECK(ivr->happened<DecisionRejected>()[0].fault == (nowhere.kind == IvrDecision::Kind::look_up
                                                           ? DecisionFault::unknown_look_up
                                                           : DecisionFault::unknown_destination));
}

TEST_CASE("an IVR sends callers to voicemail, calls back, and lets go with or without success", "[acd][ivr]") {
  SECTION("a message") {
    Ivr ivr({decision(IvrDecision::Kind::take_message)});
    const CallId call = ivr->call();
    CHECK(ivr->wish<Play>()->kind == TreatmentKind::voicemail);
    ivr->tell(TreatmentEnded{call, TreatmentOutcome::finished});
    CHECK(ivr->ended_as(call, CallOutcome::voicemail));
    CHECK(ivr->happened<WaitEnded>().empty());
  }
  SECTION("a callback") {
    Ivr ivr({decision(IvrDecision::Kind::call_back)});
    const CallId call = ivr->call();
    CHECK(ivr->ended_as(call, CallOutcome::callback));
    CHECK(ivr->wishes<Release>() == 1);
  }
  SECTION("closed or done") {
    IvrDecision over = decision(release);
    over.cause = GENERATE(ReleaseCause::closed, ReleaseCause::flow_ended);
    Ivr ivr({over});
    const CallId call = ivr->call();
    CHECK(ivr->wish<Release>()->cause == over.cause);
    CHECK(ivr->ended_as(call, over.cause == ReleaseCause::closed ? CallOutcome::released : CallOutcome::self_served));
  }
}

TEST_CASE("the wait that an IVR announces is that of the queue the caller would come to", "[acd][ivr]") {
  IvrDecision say = decision(play);
  say.treatment = TreatmentKind::expected_wait;
  say.type = any_type;
  Ivr ivr(
      [say](const View& view, const IvrOccasion& occasion) {
        return view.call(occasion.call).type == any_type || occasion.step > 0 ? IvrDecision{} : say;
      },
      centre_with_sources());
  // One call of the other type has been handled for 60 s, and another one waits.
  ivr->ready(eve);
  const CallId first = ivr->call(any_type);
  ivr->tell(OfferAnswered{ivr->last_offer(eve)});
  ivr->after(60s).tell(TalkEnded{first, TalkEnd::by_caller, {}});
  ivr->tell(WrapUpEnded{first});
  ivr->presence(eve, Presence::not_ready);
  ivr->call(any_type);
  ivr->call(sales);
  CHECK(ivr->wish<Play>()->kind == TreatmentKind::expected_wait);
  CHECK(ivr->wish<Play>()->expected_wait == 120s);  // two calls, one agent logged in
}

TEST_CASE("a survey keeps the caller while the agent wraps up", "[acd][ivr]") {
  Ivr ivr(
      [](const View&, const IvrOccasion& occasion) {
        return occasion.kind == IvrOccasion::Kind::talk_ended ? decision(collect)
               : occasion.kind == IvrOccasion::Kind::arrived  ? IvrDecision{}
                                                              : decision(release);
      },
      surveyed(true));
  const CallId call = talk(*ivr.acd);
  ivr->after(10s).tell(TalkEnded{call, TalkEnd::by_agent, {}});
  CHECK(ivr->wishes<BeginWrapUp>() == 1);
  CHECK(ivr->wishes<Collect>() == 1);
  CHECK(ivr->wishes<Release>() == 0);
  CHECK(ivr->acd.view().trunks[0].busy_lines == 1);
  SECTION("the caller is done first") {
    ivr->tell(InputReceived{call, InputOutcome::entered, 1, *Digits::from("5")});
    CHECK(ivr->wish<Release>()->cause == ReleaseCause::flow_ended);
    CHECK(ivr->acd.view().trunks[0].busy_lines == 0);
    CHECK(ivr->ends(call) == -2);
    ivr->tell(WrapUpEnded{call});
    CHECK(ivr->ended_as(call, CallOutcome::served));
  }
  SECTION("the agent is done first and takes the next call meanwhile") {
    ivr->tell(WrapUpEnded{call});
    CHECK(ivr->happened<HandlingEnded>().size() == 1);
    CHECK(ivr->state(call) == CallState::in_survey);
    CHECK(ivr->state(ann) == AgentState::ready);
    SECTION("and the caller hangs up") { ivr->tell(CallerHungUp{call}); }
    SECTION("and the caller answers") { ivr->tell(InputReceived{call, InputOutcome::nothing, 0, {}}); }
    CHECK(ivr->ended_as(call, CallOutcome::served));
    CHECK(ivr->acd.view().trunks[0].busy_lines == 0);
  }
}

TEST_CASE("a survey without a wrap-up begins when the agent is free", "[acd][ivr]") {
  Ivr ivr(
      [](const View&, const IvrOccasion& occasion) {
        return occasion.kind == IvrOccasion::Kind::talk_ended ? decision(collect) : IvrDecision{};
      },
      surveyed(false));
  const CallId call = talk(*ivr.acd);
  ivr->after(10s).tell(TalkEnded{call, TalkEnd::by_agent, {}});
  CHECK(ivr->state(ann) == AgentState::ready);
  CHECK(ivr->state(call) == CallState::in_survey);
  ivr->tell(InputReceived{call, InputOutcome::nothing, 0, {}});  // "enqueue" means nothing any more
  CHECK(ivr->ended_as(call, CallOutcome::served));
}

TEST_CASE("there is no survey for a caller who hung up", "[acd][ivr]") {
  Ivr ivr([](const View&, const IvrOccasion&) { return IvrDecision{}; }, surveyed(true));
  const CallId call = talk(*ivr.acd);
  const TalkEnd how = GENERATE(TalkEnd::by_caller, TalkEnd::lost);
  ivr->after(10s).tell(TalkEnded{call, how, {}});
  CHECK(ivr.policy->asked.size() == 1);
  CHECK(ivr->wishes<Release>() == (how == TalkEnd::lost ? 1 : 0));
  CHECK(ivr->acd.view().trunks[0].busy_lines == 0);
}

TEST_CASE("a caller on whom the agent hung up is released where no survey follows", "[acd]") {
  Driven centre;
  centre.ready(ann);
  const CallId call = centre.call();
  centre.tell(OfferAnswered{centre.last_offer(ann)}).tell(TalkEnded{call, TalkEnd::by_agent, {}});
  CHECK(*centre.wish<Release>() == Release{call, ReleaseCause::talk_ended});
  CHECK(centre.ends(call) == -2);
}

TEST_CASE("an agent who passes the caller on to the outside wraps up, and the call has an outcome of its own",
          "[acd]") {
  Driven centre;
  centre.ready(ann);
  const CallId call = centre.call();
  centre.tell(OfferAnswered{centre.last_offer(ann)});
  centre.after(30s).tell(TalkEnded{call, TalkEnd::transferred_out, 5s});
  CHECK(centre.wishes<BeginWrapUp>() == 1);
  CHECK(centre.wishes<Release>() == 0);
  centre.after(5s).tell(WrapUpEnded{call});
  REQUIRE(centre.happened<HandlingEnded>().size() == 1);
  const HandlingEnded handling = centre.happened<HandlingEnded>()[0];
  CHECK(handling.transferred);
  CHECK(handling.talk == 30s);
  CHECK(handling.hold == 5s);
  CHECK(handling.wrap_up == 5s);
  CHECK(centre.state(ann) == AgentState::ready);
  CHECK(centre.happened<CallEnded>().empty());  // the caller still holds a line
  CHECK(centre.acd.view().call(call).state == CallState::outside);
  centre.after(60s).tell(CallerHungUp{call});
  CHECK(centre.ended_as(call, CallOutcome::transferred_out));
}

TEST_CASE("a caller who was passed on holds the line until the talk outside is over", "[acd]") {
  Centre with_trunk = small_centre();
  with_trunk.trunks = {{"trunk", 2}};
  Driven centre(with_trunk);
  centre.ready(ann);
  const CallId call = centre.call(sales, TrunkIndex{0U});
  centre.tell(OfferAnswered{centre.last_offer(ann)}).tell(TalkEnded{call, TalkEnd::transferred_out, {}});
  const auto busy = [&] { return centre.acd.view().trunks[0].busy_lines; };
  CHECK(busy() == 1);
  SECTION("also when it ends before the agent's wrap-up") {
    centre.tell(CallerHungUp{call});
    CHECK(busy() == 0);
    centre.tell(WrapUpEnded{call});
  }
  SECTION("or after it") {
    centre.tell(WrapUpEnded{call});
    CHECK(busy() == 1);
    centre.tell(CallerHungUp{call});
  }
  CHECK(busy() == 0);
  CHECK(centre.ended_as(call, CallOutcome::transferred_out));
}

TEST_CASE("a priority that is learnt before the queue decides the call's line", "[acd][ivr]") {
  Centre centre = centre_with_sources();
  centre.attributes = {"value", "priority"};
  centre.link();
  IvrDecision ask = decision(IvrDecision::Kind::look_up);
  ask.source = LookUpIndex{0U};
  Ivr ivr({ask}, centre);
  const CallId call = ivr->call();
  const std::vector<Attribute> told{{AttributeIndex{0U}, 25}, {AttributeIndex{1U}, 7}};
  ivr->tell(LookUpEnded{call, LookUpOutcome::answered, told});
  const CallView& row = ivr->acd.view().call(call);
  REQUIRE(row.state == CallState::waiting);
  CHECK(row.priority == 7);
  CHECK(row.value == 25);
  CHECK(ivr->acd.view().line(row.line).priority == 7);
}

}  // namespace twinline
