// Asking the routing policy, checking what it decides, and going on working when it fails.
#include <algorithm>
#include <cassert>
#include <optional>

#include "policies/acd/telling.hpp"

namespace twinline {

/// Asks about every occasion that the fact has given, and those that the answers give, first come first.
void Acd::settle_pending() {
  for (std::size_t next = 0; next < pending_.size(); ++next) {  // NOLINT(modernize-loop-convert): the list grows
    // A copy, for the answers may move the list; by members, for so they have just been written.
    const Occasion& occasion = pending_[next];
    ask({occasion.kind, occasion.call, occasion.agent, occasion.part});
  }
  pending_.clear();
}

/// An occasion may have passed while others were dealt with.
bool Acd::still_stands(const Occasion& occasion) {
  switch (occasion.kind) {
    case Occasion::Kind::call_waits: {
      const CallView* call = find(occasion.call);
      return call != nullptr && call->state == CallState::waiting;
    }
    case Occasion::Kind::agent_free: {
      if (!agent_records_[occasion.agent.value].is_idle) return false;
      const auto& lines = lines_by_group_[agents_[occasion.agent.value].group.value];
      for (const LineIndex line : lines) {
        if (lines_[line.value].waiting > 0 && view_.has_room_for(occasion.agent, lines_[line.value].type)) return true;
      }
      return false;
    }
    case Occasion::Kind::timer:
    case Occasion::Kind::review:
    case Occasion::Kind::forecast_changed: return true;
  }
  return false;
}

void Acd::ask(const Occasion& asked) {
  if (!still_stands(asked)) return;
  if (asked.kind == Occasion::Kind::call_waits) {
    CallView& call = calls_[asked.call.slot.value];
    call.held = false;
    ++call.decisions;
  } else if (asked.kind == Occasion::Kind::agent_free) {
    agents_[asked.agent.value].held = false;
  }
  const QueueIndex queue = asked.call ? calls_[asked.call.slot.value].queue : QueueIndex{};
  const std::uint32_t offers = asked.agent ? agents_[asked.agent.value].offers : 0;
  for (const Decision& decision : answer_to(asked)) {
    if (outcome_->keep_decisions) [[unlikely]]
      outcome_->decisions.push_back(decision);
    carry_out(decision);
  }
  // A call that the policy moved to another queue is asked about there.
  if (asked.call && calls_[asked.call.slot.value].queue != queue) return;
  // An agent whom it gave a call and whose capacity allows another: the policy is asked about the next.
  if (asked.agent && agents_[asked.agent.value].offers != offers)
    return want(asked.kind, asked.call, asked.agent, asked.part);
  keep_working(asked);
}

/// What the policy says, or has said; nothing where it throws.
std::span<const Decision> Acd::answer_to(const Occasion& asked) {
  std::optional<std::span<const Decision>> answer;
  if (recorded_ != nullptr && !recorded_->at_end()) [[unlikely]] {
    answer = recorded_->next();
  } else {
    decisions_.clear();
    try {
      policies_.routing->decide(view_, asked, decisions_);
      answer = decisions_.list();
    } catch (...) {  // NOLINT(bugprone-empty-catch): no answer
    }
  }
  if (outcome_->keep_decisions) [[unlikely]] {
    outcome_->answers.push_back(answer ? static_cast<std::uint32_t>(answer->size()) + 1 : 0);
  }
  if (answer) [[likely]]
    return *answer;
  reject(DecisionFault::threw, asked.call, asked.agent);
  return {};
}

void Acd::reject(DecisionFault fault, CallId call, AgentIndex agent) { emit(DecisionRejected{fault, call, agent}); }

void Acd::carry_out(const Decision& decision) {
  using Kind = Decision::Kind;
  CallView* call = nullptr;
  if (decision.kind == Kind::assign || decision.kind == Kind::hold_call || decision.kind == Kind::requeue ||
      decision.kind == Kind::reconsider_call) {
    call = find(decision.call);
    if (call == nullptr) return reject(DecisionFault::unknown_call, decision.call, decision.agent);
    if (call->state != CallState::waiting)
      return reject(DecisionFault::call_not_waiting, decision.call, decision.agent);
  }
  switch (decision.kind) {
    case Kind::assign:
      if (decision.agent.value >= agents_.size() || !agent_records_[decision.agent.value].is_idle) {
        return reject(DecisionFault::agent_not_ready, decision.call, decision.agent);
      }
      if (!view_.has_room_for(decision.agent, call->type)) [[unlikely]]
        return reject(DecisionFault::agent_has_no_room, decision.call, decision.agent);
      if (!centre_.eligibility_of(agents_[decision.agent.value].group, call->type)) {
        return reject(DecisionFault::agent_not_eligible, decision.call, decision.agent);
      }
      offer(*call, decision.agent);
      break;
    case Kind::hold_call: call->held = true; break;
    case Kind::hold_agent:
      if (decision.agent.value >= agents_.size() || !agent_records_[decision.agent.value].is_idle) {
        return reject(DecisionFault::agent_not_ready, {}, decision.agent);
      }
      agents_[decision.agent.value].held = true;
      break;
    case Kind::requeue: {
      if (decision.queue.value >= queues_.size()) return reject(DecisionFault::unknown_queue, decision.call, {});
      if (decision.queue == call->queue) break;
      // Once per instant: a policy that sends a call to and fro would be asked for ever.
      if (record_of(*call).requeued_at == now_) return reject(DecisionFault::requeued_twice, decision.call, {});
      record_of(*call).requeued_at = now_;
      leave_queue(*call, WaitEnd::overflowed);
      enter_queue(*call, decision.queue, Wait::goes_on);
      break;
    }
    case Kind::reconsider_call:
      if (decision.at <= now_) return reject(DecisionFault::time_in_the_past, decision.call, {});
      record_of(*call).reconsider_at = decision.at;
      arm_timer(*call);
      break;
    case Kind::reconsider:
      if (decision.at <= now_) return reject(DecisionFault::time_in_the_past, {}, {});
      routing_timers_[decision.part] = decision.at;
      arm_policies_timer();
      break;
  }
}

/// No agent may idle beside a call that the agent may serve, unless the policy held one of them on purpose. Where it
/// just said nothing, or nothing valid, the longest-waiting call meets the longest-idle agent.
void Acd::keep_working(const Occasion& occasion) {
  if (occasion.kind == Occasion::Kind::call_waits) {
    CallView& call = calls_[occasion.call.slot.value];
    if (call.id != occasion.call || call.state != CallState::waiting || call.held) return;
    const AgentIndex agent = idle_agent_for(call);
    if (!agent) return;
    reject(DecisionFault::idle_beside_waiting, call.id, agent);
    offer(call, agent);
  } else if (occasion.kind == Occasion::Kind::agent_free) {
    const acd::AgentRecord& record = agent_records_[occasion.agent.value];
    if (!record.is_idle || agents_[occasion.agent.value].held) return;
    const CallSlot slot = waiting_call_for(occasion.agent);
    if (!slot) return;
    reject(DecisionFault::idle_beside_waiting, calls_[slot.value].id, occasion.agent);
    offer(calls_[slot.value], occasion.agent);
    want(occasion.kind, {}, occasion.agent);  // the agent may have room for another
  }
}

namespace {

/// Fewer in hand, then idle for longer.
bool comes_first(const AgentView& one, const AgentView& other) {
  return one.engaged != other.engaged ? one.engaged < other.engaged : one.idle_since < other.idle_since;
}

}  // namespace

AgentIndex Acd::idle_agent_for(const CallView& call) const {
  AgentIndex longest;
  for (const Eligibility& eligible : centre_.eligible_groups[call.type.value]) {
    const AgentIndex candidate = view_.longest_idle(eligible.group, call.type);
    if (candidate && (!longest || comes_first(agents_[candidate.value], agents_[longest.value]))) longest = candidate;
  }
  return longest;
}

/// The longest-waiting call that the agent may serve and that is not held on purpose.
CallSlot Acd::waiting_call_for(AgentIndex agent) const {
  CallSlot longest;
  for (const LineIndex line : lines_by_group_[agents_[agent.value].group.value]) {
    if (!view_.has_room_for(agent, lines_[line.value].type)) continue;
    CallSlot slot = lines_[line.value].first;
    while (slot && calls_[slot.value].held) slot = calls_[slot.value].next;
    if (slot && (!longest || calls_[slot.value].place < calls_[longest.value].place)) longest = slot;
  }
  return longest;
}

/// After a change of policy or centre: a general review, then every waiting call in its order, then every idle agent.
void Acd::look_again_at_everything() {
  want(Occasion::Kind::review);
  const std::size_t first = pending_.size();
  for (const CallView& call : calls_) {
    if (call.state == CallState::waiting) want(Occasion::Kind::call_waits, call.id);
  }
  std::sort(pending_.begin() + static_cast<std::ptrdiff_t>(first), pending_.end(),
            [this](const Occasion& a, const Occasion& b) {
              return calls_[a.call.slot.value].place < calls_[b.call.slot.value].place;
            });
  for (std::size_t agent = 0; agent < agents_.size(); ++agent) {
    if (agent_records_[agent].is_idle) want(Occasion::Kind::agent_free, {}, AgentIndex{agent});
  }
}

}  // namespace twinline
