#include "reports/replay/disagreement.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace twinline::journal {
namespace {

using Kind = Decision::Kind;

std::vector<Decision> of_kind(const std::vector<Decision>& decisions, Kind kind) {
  std::vector<Decision> found;
  std::copy_if(decisions.begin(), decisions.end(), std::back_inserter(found),
               [kind](const Decision& decision) { return decision.kind == kind; });
  return found;
}

/// Takes a policy's decisions one after the other, as the ACD would, as far as a view alone allows it.
class Referee {
 public:
  explicit Referee(const View& view) : view_(view) {}

  bool accepts(const Decision& decision) {
    switch (decision.kind) {
      case Kind::assign: return accepts_offer(decision);
      case Kind::hold_call: held_calls_.insert(decision.call.slot); return waits(decision.call);
      case Kind::hold_agent: held_agents_.insert(decision.agent); return idles(decision.agent);
      case Kind::requeue: return waits(decision.call) && decision.queue.value < view_.queues.size();
      case Kind::reconsider_call: return waits(decision.call) && decision.at > view_.now;
      case Kind::reconsider: return decision.at > view_.now;
    }
    return false;
  }

  /// Whether an agent idles beside a call that the occasion is about, and nobody has said that this is meant.
  bool finds_idling(const Occasion& occasion) const {
    if (occasion.kind == Occasion::Kind::call_waits) {
      return waits(occasion.call) && !held_calls_.contains(occasion.call.slot) && somebody_idles_for(occasion.call);
    }
    if (occasion.kind != Occasion::Kind::agent_free) return false;
    return idles(occasion.agent) && !held_agents_.contains(occasion.agent) && !was_given(occasion.agent) &&
           a_call_waits_for(occasion.agent);
  }

 private:
  bool accepts_offer(const Decision& decision) {
    if (!waits(decision.call)) return false;
    const CallView& call = view_.call(decision.call);
    if (!has_room(decision.agent, call.type)) return false;
    if (!view_.centre->eligibility_of(view_.agent(decision.agent).group, call.type)) return false;
    given_calls_.insert(decision.call.slot);
    // What takes the whole agent takes all places.
    const bool whole = view_.centre->call_types[call.type.value].whole_agent;
    given_agents_[decision.agent] += whole ? view_.agent(decision.agent).capacity : 1U;
    return true;
  }

  bool waits(CallId call) const {
    if (call.slot.value >= view_.calls.size() || given_calls_.contains(call.slot)) return false;
    const CallView& there = view_.call(call);
    return there.id == call && there.state == CallState::waiting;
  }

  bool was_given(AgentIndex agent) const { return given_agents_.contains(agent); }

  /// With what the decisions have given so far.
  std::uint32_t in_hand(AgentIndex agent) const {
    const auto given = given_agents_.find(agent);
    return view_.agent(agent).engaged + (given == given_agents_.end() ? 0U : given->second);
  }

  bool idles(AgentIndex agent) const {
    if (agent.value >= view_.agents.size()) return false;
    const std::size_t words = (view_.agents.size() + 63) / 64;
    const std::uint64_t word = view_.idle_bits[view_.agent(agent).group.value * words + agent.value / 64];
    return (word >> (agent.value % 64) & 1U) != 0 && in_hand(agent) < view_.agent(agent).capacity;
  }

  bool has_room(AgentIndex agent, CallTypeIndex type) const {
    return idles(agent) && (in_hand(agent) == 0 || !view_.centre->call_types[type.value].whole_agent);
  }

  bool somebody_idles_for(CallId call) const {
    const CallTypeIndex type = view_.call(call).type;
    for (const Eligibility& eligible : view_.centre->eligible_groups[type.value]) {
      for (AgentIndex agent = view_.group(eligible.group).longest_idle; agent; agent = view_.agent(agent).next_idle) {
        if (has_room(agent, type)) return true;
      }
    }
    return false;
  }

  /// One that is held on purpose, now or by an earlier decision, does not count.
  bool a_call_waits_for(AgentIndex agent) const {
    for (const LineIndex line : view_.lines_for(view_.agent(agent).group)) {
      if (!has_room(agent, view_.line(line).type)) continue;
      for (CallSlot slot = view_.line(line).first; slot; slot = view_.call(slot).next) {
        if (!view_.call(slot).held && !held_calls_.contains(slot) && !given_calls_.contains(slot)) return true;
      }
    }
    return false;
  }

  const View& view_;
  std::set<CallSlot> given_calls_, held_calls_;
  std::map<AgentIndex, std::uint32_t> given_agents_;
  std::set<AgentIndex> held_agents_;
};

bool is_valid(const Overheard& heard) {
  Referee referee(heard.view);
  const auto& decisions = heard.other->decisions;
  const bool moves_it = std::any_of(decisions.begin(), decisions.end(), [&](const Decision& decision) {
    return decision.kind == Kind::requeue && decision.call == heard.occasion.call;
  });
  return std::all_of(decisions.begin(), decisions.end(),
                     [&](const Decision& decision) { return referee.accepts(decision); }) &&
         (moves_it || !referee.finds_idling(heard.occasion));
}

/// By whom is given what; none where both give the same.
std::optional<DisagreementCause> in_assigning(const std::vector<Decision>& recorded,
                                              const std::vector<Decision>& other) {
  const auto differ = std::mismatch(recorded.begin(), recorded.end(), other.begin(), other.end());
  if (differ.first == recorded.end() && differ.second == other.end()) return std::nullopt;
  if (differ.second == other.end()) return DisagreementCause::holds;
  if (differ.first == recorded.end()) return DisagreementCause::assigns;
  return differ.first->call == differ.second->call ? DisagreementCause::other_agent : DisagreementCause::other_call;
}

std::vector<Decision> holds_in(const std::vector<Decision>& decisions) {
  std::vector<Decision> holds = of_kind(decisions, Kind::hold_call);
  const std::vector<Decision> agents = of_kind(decisions, Kind::hold_agent);
  holds.insert(holds.end(), agents.begin(), agents.end());
  return holds;
}

}  // namespace

std::string_view name_of(DisagreementCause cause) {
  static constexpr std::array<std::string_view, disagreement_causes> names{
      "threw", "invalid", "other_call", "other_agent", "holds", "assigns", "other_queue", "other_time"};
  return names[static_cast<std::size_t>(cause)];
}

std::optional<DisagreementCause> disagreement_in(const Overheard& heard) {
  if (heard.other == nullptr) return std::nullopt;
  if (!heard.other->threw.empty()) return DisagreementCause::threw;
  const auto& recorded = heard.recorded.decisions;
  const auto& other = heard.other->decisions;
  if (recorded == other) return std::nullopt;
  if (!is_valid(heard)) return DisagreementCause::invalid;
  if (const auto cause = in_assigning(of_kind(recorded, Kind::assign), of_kind(other, Kind::assign))) return cause;
  if (of_kind(recorded, Kind::requeue) != of_kind(other, Kind::requeue)) return DisagreementCause::other_queue;
  const auto recorded_holds = holds_in(recorded), other_holds = holds_in(other);
  if (recorded_holds == other_holds) return DisagreementCause::other_time;
  return other_holds.size() < recorded_holds.size() ? DisagreementCause::assigns : DisagreementCause::holds;
}

CallId call_at_issue(const Overheard& heard) {
  if (heard.occasion.call) return heard.occasion.call;
  for (const RoutingAnswer* answer : {&heard.recorded, heard.other}) {
    if (answer == nullptr) continue;
    for (const Decision& decision : answer->decisions) {
      if (decision.call) return decision.call;
    }
  }
  return {};
}

}  // namespace twinline::journal
