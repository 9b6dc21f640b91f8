// How a VirtualWorld fulfils each wish: what is answered at once, and which timer will tell the rest. The other members
// are in virtual_world_members.hpp, which includes this.
#pragma once

#include "sim/kernel/virtual_world.hpp"

namespace twinline::sim {

template <class Timers>
void VirtualWorld<Timers>::fulfil(const Offer& wish, const View& view) {
  const CallSlot slot = wish.call.slot;
  Caller& caller = callers_[slot.value];
  const AgentIndex agent = wish.offer.agent;
  const GroupIndex group = view.agent(agent).group;
  if (answering_.is_immediate(group) || is_put_through(slot, view)) {
    tell_at_once(OfferAnswered{wish.offer});
    return;
  }
  const auto response = answering_.respond(group, agent, caller.key, caller.offers++, wish.ring_limit);
  caller.offer = wish.offer;
  caller.refusal = response.refusal;
  schedule(slot, ringing, now_ + response.after);
}

template <class Timers>
void VirtualWorld<Timers>::fulfil(const WithdrawOffer& wish, const View&) {
  timers_.cancel(node(wish.call.slot, ringing));
}

template <class Timers>
void VirtualWorld<Timers>::fulfil(const Connect& wish, const View& view) {
  const CallSlot slot = wish.call.slot;
  if (called_ && rings_customer(slot, view)) return;
  begin_talk(slot, view);
}

template <class Timers>
void VirtualWorld<Timers>::begin_talk(CallSlot slot, const View& view) {
  Caller& caller = callers_[slot.value];
  const GroupIndex group = view.agent(view.call(slot).agent).group;
  if (matters_) matters_->take(slot, served_as(slot, view), group);
  if (customers_) customers_->is_answered(slot, now_);
  const Callers::Talk talk = talk_with(slot, group, view);
  caller.phase = Phase::talking;
  caller.hold = talk.hold;
  take_up(slot, view.call(slot).agent, talk.length, view);
}

/// The agent answered after the offer was withdrawn: nobody is on the line, and the agent puts the phone down.
template <class Timers>
void VirtualWorld<Timers>::fulfil(const DropLeg&, const View&) {}

template <class Timers>
void VirtualWorld<Timers>::fulfil(const BeginWrapUp& wish, const View& view) {
  const CallSlot slot = wish.call.slot;
  Caller& caller = callers_[slot.value];
  caller.phase = Phase::wrapping_up;
  const Duration wrap_up =
      people_.wrap_up(served_as(slot, view), view.agent(wish.agent).group, caller.key, caller.called_at, leg_of(slot));
  go_on(slot, wrap_up);
}

template <class Timers>
void VirtualWorld<Timers>::fulfil(const Play& wish, const View& view) {
  const CallSlot slot = wish.call.slot;
  Caller& caller = callers_[slot.value];
  caller.attends = wish.kind == TreatmentKind::callback_offer  ? Attends::callback_offer
                   : wish.kind == TreatmentKind::channel_offer ? Attends::channel_offer
                                                               : Attends::prompt;
  if (matters_ && in_flow(view.call(slot))) meet_step(slot, view);
  schedule(slot, prompt, now_ + prompt_length(caller, wish.prompt));
}

/// Counts what the caller has met, too.
template <class Timers>
Duration VirtualWorld<Timers>::prompt_length(Caller& caller, PromptIndex which) {
  const std::uint64_t ordinal = caller.prompts++;
  const auto own = ivr_callers_.prompt_length(which, caller.key, ordinal);
  return own ? *own : people_.prompt_length(caller.type, caller.key, ordinal);
}

template <class Timers>
void VirtualWorld<Timers>::fulfil(const StopPlaying& wish, const View&) {
  timers_.cancel(node(wish.call.slot, prompt));
}

/// The caller hears the line go dead; what follows hangs on CallEnded, which comes with the release.
template <class Timers>
void VirtualWorld<Timers>::fulfil(const Release&, const View&) {}

template <class Timers>
void VirtualWorld<Timers>::fulfil(const StartTimer& wish, const View&) {
  if (wish.timer.owner == TimerId::Owner::agent) agent_timers_[wish.timer.position] = wish.timer.generation;
  if (wish.timer.owner == TimerId::Owner::policies) policies_timer_ = wish.timer.generation;
  if (wish.timer.owner == TimerId::Owner::call) return schedule(CallSlot{wish.timer.position}, acd_timer, wish.at);
  timers_.schedule(timer_node(wish.timer), wish.at);
}

template <class Timers>
void VirtualWorld<Timers>::fulfil(const CancelTimer& wish, const View&) {
  timers_.cancel(timer_node(wish.timer));
}

/// The people of this world hear requests and let them expire.
template <class Timers>
void VirtualWorld<Timers>::fulfil(const AskPeople&, const View&) {}

template <class Timers>
void VirtualWorld<Timers>::fulfil(const Collect& wish, const View& view) {
  const CallSlot slot = wish.call.slot;
  Caller& caller = callers_[slot.value];
  caller.attends = Attends::keys;
  meet_step(slot, view);
  const Duration heard = prompt_length(caller, wish.prompt);
  schedule(slot, prompt, now_ + heard + ivr_callers_.press(view.call(slot).position, caller.key, caller.prompts).after);
}

template <class Timers>
void VirtualWorld<Timers>::fulfil(const LookUp& wish, const View& view) {
  const CallSlot slot = wish.call.slot;
  Caller& caller = callers_[slot.value];
  caller.attends = Attends::look_up;
  meet_step(slot, view);
  schedule(slot, prompt, now_ + ivr_callers_.look_up(view.call(slot).position, caller.type, caller.key, learnt_).after);
}

/// The number outside answers at once and the trunk takes the caller over.
template <class Timers>
void VirtualWorld<Timers>::fulfil(const TransferOut& wish, const View&) {
  callers_[wish.call.slot.value].attends = Attends::transfer;
  schedule(wish.call.slot, prompt, now_);
}

template <class Timers>
std::uint32_t VirtualWorld<Timers>::timer_node(const TimerId& timer) const {
  switch (timer.owner) {
    case TimerId::Owner::call: return node(CallSlot{timer.position}, acd_timer);
    case TimerId::Owner::agent: return node(AgentIndex{timer.position});
    case TimerId::Owner::policies: break;
  }
  return policies_node;
}

}  // namespace twinline::sim
