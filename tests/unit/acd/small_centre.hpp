// An ACD over a centre small enough to reason about by hand, driven fact by fact, and a routing policy whose answers
// the test writes.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "policies/acd/acd.hpp"
#include "policies/ivr/straight.hpp"
#include "policies/routing/longest_idle_agent.hpp"
#include "policies/staffing/fixed.hpp"

namespace twinline {

/// Two queues, two call types (`sales` needs the one skill, `any` needs none), a skilled group 0, an unskilled group 1.
inline Centre small_centre() {
  Centre centre;
  centre.skills = {"sales"};
  centre.prompts = {"welcome", "wait"};
  centre.queues.resize(2);
  centre.groups = {{"skilled", {{SkillIndex{0U}, 5}}, 1}, {"unskilled", {}, 1}};
  centre.agents = {{"ann", GroupIndex{0U}}, {"bob", GroupIndex{0U}}, {"eve", GroupIndex{1U}}};
  centre.call_types.resize(2);
  centre.call_types[0] = {"sales", QueueIndex{0U}, {SkillIndex{0U}}, {}, 0, 0, true};
  centre.call_types[1] = {"any", QueueIndex{1U}, {}, {}, 0, 0, true};
  centre.link();
  return centre;
}

inline constexpr AgentIndex ann{0U}, bob{1U}, eve{2U};
inline constexpr CallTypeIndex sales{0U}, any_type{1U};

/// Decides whatever the test says, and counts what it is asked.
struct ScriptedRouting final : RoutingPolicy {
  using Script = std::function<void(const View&, const Occasion&, Decisions&)>;
  Script script;
  mutable std::vector<Occasion> asked;
  explicit ScriptedRouting(Script given) : script(std::move(given)) {}
  void decide(const View& view, const Occasion& occasion, Decisions& decisions) const override {
    asked.push_back(occasion);
    script(view, occasion, decisions);
  }
};

class Driven {
 public:
  explicit Driven(Centre centre = small_centre(), std::unique_ptr<RoutingPolicy> routing = nullptr,
                  std::unique_ptr<StaffingPolicy> staffing = nullptr, std::unique_ptr<IvrPolicy> ivr = nullptr)
      : acd(centre,
            Policies{
                routing ? std::move(routing) : std::make_unique<LongestIdleAgent>(centre, LongestIdleAgent::Params{}),
                staffing ? std::move(staffing) : std::make_unique<FixedStaffing>(centre, FixedStaffing::Params{}),
                ivr ? std::move(ivr) : std::make_unique<StraightToQueue>(centre, StraightToQueue::Params{})},
            1) {
    outcome.keep_decisions = true;
  }

  /// Tells one fact now; the outcome is that of this fact alone.
  Driven& tell(const Fact& fact) {
    outcome.clear();
    acd.handle(now, fact, outcome);
    all.insert(all.end(), outcome.happenings.begin(), outcome.happenings.end());
    return *this;
  }
  Driven& after(Duration later) {
    now += later;
    return *this;
  }

  CallId call(CallTypeIndex type = sales, TrunkIndex trunk = {}, std::uint8_t priority = 0) {
    CallArrived fact;
    fact.call = {CallSlot{next_slot_++}, 1};
    fact.key = 100 + fact.call.slot.value;
    fact.type = type;
    fact.trunk = trunk;
    fact.priority = priority;
    tell(fact);
    return fact.call;
  }
  void ready(AgentIndex agent) { tell(AgentPresenceChanged{agent, Presence::ready, {}}); }
  void presence(AgentIndex agent, Presence presence) {
    tell(AgentPresenceChanged{agent, presence, NotReadyReason::pause});
  }

  template <class Kind>
  const Kind* wish() const {
    for (const Wish& wish : outcome.wishes) {
      if (const auto* found = std::get_if<Kind>(&wish)) return found;
    }
    return nullptr;
  }
  template <class Kind>
  std::size_t wishes() const {
    return static_cast<std::size_t>(std::count_if(outcome.wishes.begin(), outcome.wishes.end(),
                                                  [](const Wish& wish) { return std::holds_alternative<Kind>(wish); }));
  }
  template <class Kind>
  std::vector<Kind> happened() const {
    return of_kind<Kind>(outcome.happenings);
  }
  template <class Kind>
  std::vector<Kind> ever() const {
    return of_kind<Kind>(all);
  }

  OfferId last_offer(AgentIndex agent) const { return {agent, acd.view().agent(agent).offers}; }
  CallState state(CallId call) const {
    const CallView& row = acd.view().call(call);
    return row.id == call ? row.state : CallState::gone;
  }
  AgentState state(AgentIndex agent) const { return acd.view().agent(agent).state; }
  /// How the call ended, if it did; -1 when it ended more than once.
  int ends(CallId call) const {
    int found = -2;
    for (const CallEnded& ended : ever<CallEnded>()) {
      if (ended.call == call) found = found == -2 ? static_cast<int>(ended.outcome) : -1;
    }
    return found;
  }
  bool ended_as(CallId call, CallOutcome outcome_wanted) const {
    return ends(call) == static_cast<int>(outcome_wanted);
  }

  Time now = world_start + 1h;
  Outcome outcome;
  Happenings all;
  Acd acd;

 private:
  template <class Kind>
  static std::vector<Kind> of_kind(const Happenings& happenings) {
    std::vector<Kind> found;
    for (const Happening& happening : happenings) {
      if (const auto* kind = std::get_if<Kind>(&happening)) found.push_back(*kind);
    }
    return found;
  }
  std::size_t next_slot_ = 0;
};

}  // namespace twinline
