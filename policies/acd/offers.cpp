// Offers: a call rings at an agent's phone. The agent answers, declines, lets it ring, cannot be reached; the caller
// hangs up meanwhile; the answer comes too late.
#include <cassert>

#include "policies/acd/telling.hpp"

namespace twinline {

void Acd::offer(CallView& call, AgentIndex index) {
  AgentView& agent = agents_[index.value];
  acd::AgentRecord& agent_record = agent_records_[index.value];
  acd::CallRecord& record = record_of(call);
  unlink_from_line(call);
  call.state = CallState::offered;
  call.agent = index;
  call.held = false;
  record.offered_at = now_;
  record.offer = ++agent.offers;
  ++queues_[call.queue.value].ringing;
  *place_of(index, CallSlot{}) = call.id.slot;
  ++agent_record.offered;
  const OfferId id{index, record.offer};
  emit(OfferMade{id, call.id, agent.group});
  settle(index);
  wish(Offer{id, call.id, centre_.offers.ring_limit});
}

CallView* Acd::find_offer(OfferId offer) {
  if (offer.agent.value >= agents_.size()) return nullptr;
  for (std::size_t place = 0; place < capacity_; ++place) {
    const CallSlot slot = agent_calls_[offer.agent.value * capacity_ + place];
    if (!slot) continue;
    CallView& call = calls_[slot.value];
    if (call.state == CallState::offered && call_records_[slot.value].offer == offer.ordinal) return &call;
  }
  return nullptr;
}

/// Whether the agent still has in hand the call that this offer led to.
bool Acd::was_answered(OfferId offer) const {
  if (offer.agent.value >= agents_.size()) return false;
  for (std::size_t place = 0; place < capacity_; ++place) {
    const CallSlot slot = agent_calls_[offer.agent.value * capacity_ + place];
    if (slot && calls_[slot.value].state != CallState::offered && call_records_[slot.value].offer == offer.ordinal)
      return true;
  }
  return false;
}

void Acd::on(const OfferAnswered& fact) {
  CallView* call = find_offer(fact.offer);
  if (call == nullptr) {
    if (was_answered(fact.offer)) return;  // told twice: the leg is the one in talk
    wish(DropLeg{fact.offer});
    return;
  }
  AgentView& agent = agents_[fact.offer.agent.value];
  acd::AgentRecord& agent_record = agent_records_[fact.offer.agent.value];
  emit(OfferEnded{fact.offer, call->id, agent.group, OfferEnd::answered, now_ - record_of(*call).offered_at});
  leave_queue(*call, WaitEnd::answered);
  --queues_[call->queue.value].ringing;
  disarm_timer(*call);
  stop_playing(*call);
  call->state = CallState::talking;
  call->answered_at = now_;
  ++agent.answered;
  --agent_record.offered;
  ++agent_record.talking;
  settle(fact.offer.agent);
  wish(Connect{fact.offer, call->id});
}

void Acd::on(const OfferRefused& fact) {
  CallView* call = find_offer(fact.offer);
  if (call == nullptr) return;
  constexpr auto end_for = [](OfferRefusal cause) {
    switch (cause) {
      case OfferRefusal::no_answer: return OfferEnd::no_answer;
      case OfferRefusal::declined: return OfferEnd::declined;
      case OfferRefusal::busy: return OfferEnd::busy;
      case OfferRefusal::unreachable: return OfferEnd::unreachable;
    }
    return OfferEnd::unreachable;
  };
  end_offer(*call, end_for(fact.cause));
  const OfferRules& rules = centre_.offers;
  apply_refusal_rule(fact.offer.agent, fact.cause == OfferRefusal::no_answer  ? rules.no_answer
                                       : fact.cause == OfferRefusal::declined ? rules.declined
                                                                              : rules.unreachable);
  ++call->refusals;
  return_to_line(*call);
  want(Occasion::Kind::agent_free, {}, fact.offer.agent);
}

/// Takes the call out of the agent's hand. What becomes of call and agent is the caller's to say.
void Acd::end_offer(CallView& call, OfferEnd how) {
  assert(call.state == CallState::offered);
  const AgentIndex agent = call.agent;
  const acd::CallRecord& record = record_of(call);
  --queues_[call.queue.value].ringing;
  *place_of(agent, call.id.slot) = CallSlot{};
  --agent_records_[agent.value].offered;
  emit(OfferEnded{{agent, record.offer}, call.id, agents_[agent.value].group, how, now_ - record.offered_at});
  call.agent = {};
}

void Acd::withdraw_offer(CallView& call) {
  const OfferId offer{call.agent, record_of(call).offer};
  end_offer(call, OfferEnd::withdrawn);
  wish(WithdrawOffer{offer, call.id});
  settle(offer.agent);
  want(Occasion::Kind::agent_free, {}, offer.agent);
}

/// A call whose offer came to nothing waits on at its old place.
void Acd::return_to_line(CallView& call) {
  call.state = CallState::waiting;
  link_into_line(call);
  arm_timer(call);
  want(Occasion::Kind::call_waits, call.id);
}

void Acd::apply_refusal_rule(AgentIndex index, const RefusalRule& rule) {
  acd::AgentRecord& record = agent_records_[index.value];
  // An agent who is leaving anyway keeps that intention.
  if (record.presence == Presence::ready && rule.then == AfterRefusal::not_ready) {
    record.presence = Presence::not_ready;
    record.reason = NotReadyReason::refused_offer;
  } else if (record.presence == Presence::ready && rule.then == AfterRefusal::cool_down &&
             rule.cool_down > Duration{0}) {
    record.cooling_down = true;
    ++record.timer_generation;
    wish(StartTimer{{TimerId::Owner::agent, index.value, record.timer_generation}, now_ + rule.cool_down});
  }
  settle(index);
}

}  // namespace twinline
