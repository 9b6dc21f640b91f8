// Failures that real ACDs have had, as seeded storms against the ACD. The number in each name is the case's number in
// the list of such failures that the project keeps; those that need SIP have their storms with the bridge.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "policies/routing/skill_priority.hpp"
#include "tests/replay/random_centre.hpp"
#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

using reference::Dice;

constexpr int seeds = 100;

/// A centre of `agents` skilled agents, all of one group.
Centre centre_of(std::size_t agents) {
  Centre centre = small_centre();
  centre.agents.assign(agents, {"agent", GroupIndex{0U}});
  return centre;
}

std::set<std::uint32_t> agents_rung(const Driven& centre) {
  std::set<std::uint32_t> rung;
  for (const Wish& wish : centre.outcome.wishes) {
    if (const auto* offer = std::get_if<Offer>(&wish)) rung.insert(offer->offer.agent.value);
  }
  return rung;
}

bool idle_beside_waiting(const Driven& centre) {
  const View& view = centre.acd.view();
  for (std::size_t group = 0; group < view.groups.size(); ++group) {
    if (view.groups[group].idle == 0) continue;
    for (const LineIndex line : view.lines_for(GroupIndex{group})) {
      if (view.line(line).waiting > 0) return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("case 2: the caller hangs up while an agent's phone starts to ring", "[storm]") {
  for (int seed = 0; seed < seeds; ++seed) {
    Dice dice(seed);
    Driven centre;
    centre.ready(ann);
    const CallId call = centre.call();
    centre.after(dice.milliseconds(500)).tell(CallerHungUp{call});
    REQUIRE(centre.wishes<WithdrawOffer>() == 1);
    if (dice.one_in(2)) centre.tell(OfferAnswered{{ann, 1}});
    REQUIRE(centre.wishes<Connect>() == 0);
    REQUIRE(centre.state(ann) == AgentState::ready);
    REQUIRE(centre.ended_as(call, CallOutcome::abandoned));
  }
}

TEST_CASE("case 4: an agent goes unavailable mid-offer: one withdrawal, no loop of offers", "[storm]") {
  for (int seed = 0; seed < seeds; ++seed) {
    Dice dice(seed);
    Driven centre(centre_of(1));
    centre.ready(ann);
    const CallId call = centre.call();
    centre.after(dice.milliseconds(9'000)).presence(ann, dice.one_in(2) ? Presence::not_ready : Presence::logged_out);
    REQUIRE(centre.wishes<WithdrawOffer>() == 1);
    REQUIRE(centre.wishes<Offer>() == 0);
    centre.tell(OfferRefused{{ann, 1}, OfferRefusal::unreachable});  // the phone reports it too
    REQUIRE(centre.outcome.wishes.empty());
    REQUIRE(centre.state(call) == CallState::waiting);
  }
}

TEST_CASE("case 5: the sole agent keeps declining: offers are bounded by the cool-down", "[storm]") {
  Driven centre(centre_of(1));
  centre.ready(ann);
  const CallId call = centre.call();
  int offers = 1;
  for (int second = 0; second < 600; ++second) {
    if (centre.state(call) == CallState::offered)
      centre.tell(OfferRefused{centre.last_offer(ann), OfferRefusal::declined});
    REQUIRE(centre.wishes<Offer>() == 0);
    const auto* timer = centre.wish<StartTimer>();
    const TimerId id = timer != nullptr ? timer->timer : TimerId{TimerId::Owner::agent, 0, 0};
    if (timer == nullptr) break;
    centre.now = timer->at;
    centre.tell(TimerFired{id});
    offers += static_cast<int>(centre.wishes<Offer>());
    if (centre.now >= world_start + 1h + 10min) break;
  }
  CHECK(offers == 121);  // ten minutes of one offer every five seconds, and the first
  CHECK(centre.state(call) == CallState::offered);
}

TEST_CASE("case 6: an agent declines, the next one rings, the caller survives", "[storm]") {
  for (int seed = 0; seed < seeds; ++seed) {
    Dice dice(seed);
    const std::size_t agents = 2 + dice.below(8);
    Driven centre(centre_of(agents));
    for (std::size_t agent = 0; agent < agents; ++agent) centre.ready(AgentIndex{agent});
    const CallId call = centre.call();
    std::set<std::uint32_t> rung;
    for (std::size_t turn = 0; turn < agents; ++turn) {
      const AgentIndex agent = centre.acd.view().call(call).agent;
      REQUIRE(rung.insert(agent.value).second);
      centre.after(1ms).tell(OfferRefused{centre.last_offer(agent), OfferRefusal::declined});
    }
    REQUIRE(centre.state(call) == CallState::waiting);
    REQUIRE(centre.ends(call) == -2);
  }
}

TEST_CASE("case 7: with the last-ranked agents away the choice wraps round to the first", "[storm]") {
  Centre ranked = small_centre();
  ranked.call_types[1].ranking = {GroupIndex{0U}, GroupIndex{1U}};
  ranked.link();
  Driven centre(ranked, std::make_unique<SkillPriority>(ranked, SkillPriority::Params{0s, Duration{0}}));
  centre.ready(ann);
  centre.ready(eve);
  centre.presence(eve, Presence::not_ready);
  for (int turn = 0; turn < 20; ++turn) {
    const CallId call = centre.call(any_type);
    REQUIRE(agents_rung(centre) == std::set<std::uint32_t>{ann.value});
    centre.tell(OfferAnswered{centre.last_offer(ann)}).tell(TalkEnded{call, {}, {}}).tell(WrapUpEnded{call});
  }
}

TEST_CASE("case 8: the phone that rang drops: the caller keeps the place, the others are not all rung again",
          "[storm]") {
  for (int seed = 0; seed < seeds; ++seed) {
    Dice dice(seed);
    Driven centre(centre_of(4));
    const CallId first = centre.call();
    centre.call();
    centre.ready(ann);
    REQUIRE(centre.wish<Offer>()->call == first);
    centre.after(dice.milliseconds(2'000)).ready(bob);
    centre.after(dice.milliseconds(2'000)).tell(OfferRefused{{ann, 1}, OfferRefusal::unreachable});
    REQUIRE(centre.wishes<Offer>() == 0);
    centre.ready(AgentIndex{2U});
    REQUIRE(centre.wishes<Offer>() == 1);
    REQUIRE(centre.wish<Offer>()->call == first);
  }
}

TEST_CASE("case 9: a reservation that races an answer is released", "[storm]") {
  for (int seed = 0; seed < seeds; ++seed) {
    Dice dice(seed);
    Driven centre(centre_of(3));
    std::vector<CallId> calls;
    for (std::size_t agent = 0; agent < 3; ++agent) centre.ready(AgentIndex{agent});
    for (int call = 0; call < 3; ++call) calls.push_back(centre.call());
    std::vector<Fact> race;
    for (std::size_t agent = 0; agent < 3; ++agent) {
      race.push_back(OfferAnswered{{AgentIndex{agent}, 1}});
      race.push_back(CallerHungUp{calls[agent]});
      race.push_back(AgentPresenceChanged{AgentIndex{agent}, Presence::not_ready, {}});
    }
    for (std::size_t left = race.size(); left > 1; --left) std::swap(race[left - 1], race[dice.below(left)]);
    for (const Fact& fact : race) centre.tell(fact);
    for (std::size_t agent = 0; agent < 3; ++agent) {
      const CallView& row = centre.acd.view().calls[agent];
      if (row.state == CallState::offered) centre.tell(CallerHungUp{row.id});
      if (row.state == CallState::wrapping_up) centre.tell(WrapUpEnded{row.id});
      REQUIRE(centre.acd.view().calls[agent].state == CallState::gone);
      REQUIRE(centre.ends(calls[agent]) >= 0);
    }
    for (std::size_t agent = 0; agent < 3; ++agent) REQUIRE(centre.state(AgentIndex{agent}) == AgentState::not_ready);
    REQUIRE(centre.acd.view().group(GroupIndex{0U}).engaged == 0);
  }
}

TEST_CASE("case 13: a burst of arrivals makes no double offer", "[storm]") {
  for (int seed = 0; seed < seeds; ++seed) {
    Dice dice(seed);
    Driven centre(centre_of(20));
    std::map<OfferId, CallId> offers;
    std::map<CallId, int> rings;
    for (int step = 0; step < 60; ++step) {
      if (step % 3 == 0) {
        centre.ready(AgentIndex{static_cast<std::size_t>(step / 3)});
      } else {
        centre.call();
      }
      for (const OfferMade& made : centre.happened<OfferMade>()) {
        REQUIRE(offers.emplace(made.offer, made.call).second);
        REQUIRE(++rings[made.call] == 1);
      }
      REQUIRE_FALSE(idle_beside_waiting(centre));
      if (dice.one_in(4)) centre.after(1ns);
    }
    REQUIRE(offers.size() == 20);
  }
}

TEST_CASE("case 15: completion told twice counts once", "[storm]") {
  Driven centre(centre_of(1));
  centre.ready(ann);
  const CallId call = centre.call();
  for (int times = 0; times < 3; ++times) centre.tell(OfferAnswered{{ann, 1}});
  for (int times = 0; times < 3; ++times) centre.tell(TalkEnded{call, TalkEnd::by_caller, {}}).tell(CallerHungUp{call});
  for (int times = 0; times < 3; ++times) centre.tell(WrapUpEnded{call});
  CHECK(centre.acd.view().queue(QueueIndex{0U}).answered == 1);
  CHECK(centre.acd.view().agent(ann).answered == 1);
  CHECK(centre.ever<HandlingEnded>().size() == 1);
  CHECK(centre.ended_as(call, CallOutcome::served));
}

TEST_CASE("case 16: no early offer in wrap-up, however many queues an agent serves", "[storm]") {
  Centre six = small_centre();
  six.queues.resize(6);
  six.call_types.assign(6, six.call_types[0]);
  for (std::size_t type = 0; type < 6; ++type) six.call_types[type].queue = QueueIndex{type};
  six.link();
  Driven centre(six);
  centre.ready(ann);
  const CallId call = centre.call(CallTypeIndex{2U});
  centre.tell(OfferAnswered{{ann, 1}}).tell(TalkEnded{call, {}, {}});
  for (std::size_t type = 0; type < 6; ++type) {
    centre.after(1s).call(CallTypeIndex{type});
    REQUIRE(centre.wishes<Offer>() == 0);
  }
  centre.tell(WrapUpEnded{call});
  CHECK(centre.wishes<Offer>() == 1);
}

TEST_CASE("case 17: ten wrap-ups overlap and each ends by itself", "[storm]") {
  for (int seed = 0; seed < seeds; ++seed) {
    Dice dice(seed);
    Driven centre(centre_of(10));
    std::vector<CallId> calls;
    for (std::size_t agent = 0; agent < 10; ++agent) {
      centre.ready(AgentIndex{agent});
      calls.push_back(centre.call());
      centre.tell(OfferAnswered{{AgentIndex{agent}, 1}});
    }
    for (const CallId call : calls) centre.tell(TalkEnded{call, TalkEnd::by_caller, {}});
    const Time ended_at = centre.now;
    for (std::size_t left = calls.size(); left > 1; --left) std::swap(calls[left - 1], calls[dice.below(left)]);
    for (const CallId call : calls) {
      centre.after(1s + dice.milliseconds(900)).tell(WrapUpEnded{call});
      REQUIRE(centre.happened<HandlingEnded>().size() == 1);
      REQUIRE(centre.happened<HandlingEnded>()[0].wrap_up == centre.now - ended_at);
    }
    REQUIRE(centre.acd.view().group(GroupIndex{0U}).idle == 10);
  }
}

TEST_CASE("case 18: a reload with waiters ejects nobody and no queue vanishes", "[storm]") {
  for (int seed = 0; seed < seeds; ++seed) {
    Dice dice(seed);
    const Centre before = reference::random_centre(dice);
    Driven centre(before);
    std::vector<CallId> calls;
    for (int call = 0; call < 30; ++call)
      calls.push_back(centre.call(CallTypeIndex{dice.below(before.call_types.size())}));
    const auto entered = centre.acd.view().queues[0].entered;
    centre.after(1s).tell(CentreReloaded{centre.acd.prepare(reference::changed_centre(before, dice))});
    for (const CallId call : calls) {
      REQUIRE(centre.state(call) == CallState::waiting);
      REQUIRE(centre.acd.view().call(call).queued_at == world_start + 1h);
    }
    REQUIRE(centre.acd.view().queues.size() >= before.queues.size());
    REQUIRE(centre.acd.view().queues[0].entered == entered);
  }
}

TEST_CASE("case 22: exit from the queue while everybody hangs up: one terminal event each", "[storm]") {
  for (int seed = 0; seed < seeds; ++seed) {
    Dice dice(seed);
    Centre exits = small_centre();
    exits.queues[0].treatments = {{5s, TreatmentKind::exit_to_queue, {}, QueueIndex{1U}, 0s}};
    exits.queues[1].treatments = {{1s, TreatmentKind::release, {}, {}, 0s}};
    Driven centre(exits);
    const CallId call = centre.call();
    std::vector<Fact> facts(2, TimerFired{{TimerId::Owner::call, call.slot.value, 1}});
    facts.insert(facts.end(), 2, CallerHungUp{call});
    facts.push_back(WaitingReleased{QueueIndex{dice.below(2)}});
    for (std::size_t left = facts.size(); left > 1; --left) std::swap(facts[left - 1], facts[dice.below(left)]);
    for (const Fact& fact : facts) centre.after(5s).tell(fact);
    REQUIRE(centre.ends(call) >= 0);
    REQUIRE(centre.acd.view().queues[0].waiting + centre.acd.view().queues[1].waiting == 0);
  }
}

TEST_CASE("case 23: an urgent call nobody may serve never idles an agent beside one somebody may", "[storm]") {
  for (int seed = 0; seed < seeds; ++seed) {
    Dice dice(seed);
    Driven centre;
    for (int step = 0; step < 40; ++step) {
      if (dice.one_in(2)) {
        centre.call(sales, {}, 9);  // eve lacks the skill
      } else if (dice.one_in(2)) {
        centre.call(any_type, {}, static_cast<std::uint8_t>(dice.below(3)));
      } else {
        centre.presence(eve, dice.one_in(3) ? Presence::not_ready : Presence::ready);
        if (centre.state(eve) == AgentState::offered)
          centre.tell(CallerHungUp{centre.wish<Offer>() != nullptr ? centre.wish<Offer>()->call : CallId{}});
      }
      REQUIRE_FALSE(idle_beside_waiting(centre));
    }
    REQUIRE(centre.acd.view().queue(QueueIndex{0U}).ringing == 0);
  }
}

TEST_CASE("case 24: an answer during an announcement bridges at once", "[storm]") {
  for (int seed = 0; seed < seeds; ++seed) {
    Dice dice(seed);
    Centre talkative = small_centre();
    talkative.queues[0].treatments = {{0s, TreatmentKind::announcement, PromptIndex{0U}, {}, 10s}};
    Driven centre(talkative);
    const CallId call = centre.call();
    centre.tell(TimerFired{{TimerId::Owner::call, call.slot.value, 1}});
    REQUIRE(centre.wishes<Play>() == 1);
    centre.after(dice.milliseconds(9'000)).ready(ann);
    centre.tell(OfferAnswered{{ann, 1}});
    REQUIRE(centre.wishes<StopPlaying>() == 1);
    REQUIRE(std::holds_alternative<Connect>(centre.outcome.wishes.back()));
    centre.tell(TimerFired{{TimerId::Owner::call, call.slot.value, 1}});
    REQUIRE(centre.wishes<Play>() == 0);
  }
}

TEST_CASE("case 32: missed, declined, busy and unreachable are told apart", "[storm]") {
  std::set<int> causes;
  for (const OfferRefusal cause :
       {OfferRefusal::no_answer, OfferRefusal::declined, OfferRefusal::busy, OfferRefusal::unreachable}) {
    Driven centre(centre_of(1));
    centre.ready(ann);
    centre.call();
    centre.after(20s).tell(OfferRefused{{ann, 1}, cause});
    REQUIRE(centre.happened<OfferEnded>().size() == 1);
    CHECK(centre.happened<OfferEnded>()[0].rang == 20s);
    causes.insert(static_cast<int>(centre.happened<OfferEnded>()[0].how));
  }
  CHECK(causes.size() == 4);
}

}  // namespace twinline
