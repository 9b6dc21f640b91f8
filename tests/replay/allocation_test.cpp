// No allocation on the steady path: operator new counts, for this program alone.
#include <atomic>
#include <cstdlib>
#include <new>

#include <catch2/catch.hpp>

#include "policies/acd/acd.hpp"
#include "policies/ivr/straight.hpp"
#include "policies/rollout/split.hpp"
#include "policies/routing/registry.hpp"
#include "policies/routing/round_robin.hpp"
#include "policies/routing/skill_priority.hpp"
#include "policies/staffing/fixed.hpp"

namespace {
std::atomic<std::uint64_t> allocations{0};
}

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc{};
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace twinline {
namespace {

Centre busy_centre() {
  Centre centre;
  centre.skills = {"one", "two"};
  centre.prompts = {"wait"};
  centre.queues.resize(2);
  centre.queues[0].treatments = {{3s, TreatmentKind::announcement, PromptIndex{0U}, {}, 4s},
                                 {20s, TreatmentKind::overflow, {}, QueueIndex{1U}, 0s}};
  centre.groups = {{"a", {{SkillIndex{0U}, 3}}, 1}, {"b", {{SkillIndex{0U}, 1}, {SkillIndex{1U}, 9}}, 2}};
  for (std::size_t agent = 0; agent < 20; ++agent) centre.agents.push_back({"agent", GroupIndex{agent % 2}});
  centre.call_types.resize(2);
  for (std::size_t type = 0; type < 2; ++type) {
    centre.call_types[type] = {"type", QueueIndex{type}, {SkillIndex{type}}, {}, 0, 0, true};
  }
  centre.trunks = {{"trunk", 60}};
  centre.link();
  return centre;
}

/// One round in the life of every slot: calls come, timers fire, offers are answered or not, talks and wrap-ups end.
void round(Acd& acd, Outcome& outcome, std::int64_t number) {
  Time now = world_start + number * 60s;
  const auto tell = [&](const Fact& fact) {
    outcome.clear();
    acd.handle(now, fact, outcome);
  };
  constexpr std::size_t slots = 50;
  const auto generation = static_cast<std::uint32_t>(number + 1);
  for (std::size_t slot = 0; slot < slots; ++slot) {
    CallArrived fact;
    fact.call = {CallSlot{slot}, generation};
    fact.key = static_cast<CallKey>(number) * 100 + slot;
    fact.type = CallTypeIndex{slot % 2};
    fact.trunk = TrunkIndex{0U};
    fact.priority = static_cast<std::uint8_t>(slot % 3);
    tell(fact);
  }
  for (int step = 1; step <= 55; ++step) {
    now += 1s;
    for (std::size_t slot = 0; slot < slots; ++slot) {
      const CallView call = acd.view().calls[slot];
      if (call.state == CallState::waiting) tell(TimerFired{{TimerId::Owner::call, call.id.slot.value, generation}});
      if (call.state == CallState::waiting && step == 40) tell(CallerHungUp{call.id});
      if (call.state == CallState::offered) {
        const OfferId offer{call.agent, acd.view().agent(call.agent).offers};
        if ((slot + static_cast<std::size_t>(step)) % 5 == 0) {
          tell(OfferRefused{offer, OfferRefusal::declined});
        } else {
          tell(OfferAnswered{offer});
        }
      }
      if (call.state == CallState::talking && step % 3 == 0) tell(TalkEnded{call.id, TalkEnd::by_caller, {}});
      if (call.state == CallState::wrapping_up) tell(WrapUpEnded{call.id});
    }
    for (std::size_t agent = 0; agent < 20; ++agent) {
      tell(AgentPresenceChanged{
          AgentIndex{agent}, step % 7 == 0 && agent == 3 ? Presence::not_ready : Presence::ready, {}});
    }
  }
  for (std::size_t slot = 0; slot < slots; ++slot) {
    const CallId call = acd.view().calls[slot].id;
    tell(CallerHungUp{call});
    tell(WrapUpEnded{call});
  }
}

void check_steady_path(const Centre& centre, std::unique_ptr<RoutingPolicy> routing) {
  Acd acd(centre,
          {std::move(routing), std::make_unique<FixedStaffing>(centre, FixedStaffing::Params{}),
           std::make_unique<StraightToQueue>(centre, StraightToQueue::Params{})},
          7);
  Outcome outcome;
  outcome.keep_decisions = true;
  std::int64_t number = 0;
  for (; number < 3; ++number) round(acd, outcome, number);
  const auto answered = [&] { return acd.view().queues[0].answered + acd.view().queues[1].answered; };
  const std::uint64_t answered_before = answered();
  const std::uint64_t before = allocations;
  for (; number < 23; ++number) round(acd, outcome, number);
  const std::uint64_t during = allocations - before;
  CHECK(during == 0);
  CHECK(answered() > answered_before + 100);
}

}  // namespace

TEST_CASE("the steady path allocates nothing", "[acd][allocation]") {
  const Centre centre = busy_centre();
  for (const auto& entry : routing_policies()) {
    std::vector<ParameterProblem> problems;
    INFO(entry.info.name);
    check_steady_path(centre, entry.make(centre, {}, problems));
  }
}

TEST_CASE("the steady path of a partial rollout allocates nothing", "[acd][allocation][rollout]") {
  const Centre centre = busy_centre();
  SplitRule rule;
  rule.by = GENERATE(SplitBy::call, SplitBy::queue, SplitBy::block);
  rule.ramp = {{0s, 0.3}, {10min, 0.5}};
  rule.queues = {QueueIndex{1U}};
  rule.block = 1h;  // what is done when one begins may allocate
  check_steady_path(
      centre,
      std::make_unique<Split>(
          Split::Side{{"round_robin", 1}, std::make_unique<RoundRobin>(centre, RoundRobin::Params{})},
          Split::Side{{"skill_priority", 1}, std::make_unique<SkillPriority>(centre, SkillPriority::Params{})}, rule));
}

}  // namespace twinline
