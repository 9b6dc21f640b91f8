// What a VirtualWorld does about machines before the agents: who has dealt with one and what came of it, who goes on
// over another channel, what a machine has saved the agent, and who was queued for the wrong people. The other members
// are in virtual_world_members.hpp, which includes this.
#pragma once

#include "sim/kernel/virtual_world.hpp"

namespace twinline::sim {

/// The flow has brought the caller to another step.
template <class Timers>
void VirtualWorld<Timers>::meet_step(CallSlot slot, const View& view) {
  if (matters_ && ivr_callers_.is_self_service(view.call(slot).position)) matters_->try_self_service(slot);
}

template <class Timers>
void VirtualWorld<Timers>::count_ports(const Outcome& outcome) {
  using reports::JourneyCount;
  if (!matters_) return;
  for (const Happening& happening : outcome.happenings) {
    if (const auto* busy = std::get_if<IvrPortsBusy>(&happening)) {
      ++matters_->counts_of(busy->call.slot)[JourneyCount::ivr_ports_busy];
    } else if (const auto* freed = std::get_if<IvrPortFreed>(&happening)) {
      ++matters_->counts_of(freed->call.slot)[JourneyCount::ivr_ports_taken];
      matters_->counts_of(freed->call.slot)[reports::JourneyTime::in_ivr].add(freed->held);
    }
  }
}

/// A machine has let the customer go as served, who may know better. True when the customer comes again.
template <class Timers>
bool VirtualWorld<Timers>::leave_served_by_machine(CallSlot slot, FlowPosition left_at) {
  using reports::JourneyCount;
  const Caller& caller = callers_[slot.value];
  reports::JourneyCounts& counts = matters_->counts_of(slot);
  matters_->try_self_service(slot);
  ++counts[JourneyCount::self_service_contained];
  if (ivr_callers_.is_resolved(left_at, caller.key)) {
    ++counts[JourneyCount::self_service_resolved];
    if (customers_) judge(slot, ContactEnd::resolved, ServedBy::machine);
    resolve(slot, now_);
    return false;
  }
  if (customers_) judge(slot, ContactEnd::unresolved, ServedBy::machine);
  Journeys::Contact contact = matters_->contact(slot, caller.key);
  contact.served_as = caller.type;
  const Journeys::Unresolved unresolved = journeys_->unresolved_by_machine(contact);
  if (unresolved.next == Journeys::Unresolved::Next::nothing || !may_try_again(slot)) {
    end_matter(slot, JourneyCount::left_unresolved);
    return false;
  }
  counts[JourneyCount::contradictions] += unresolved.contradicted;
  Matter& matter = matters_->of(slot);
  matter.longer_by = unresolved.longer_by;
  matter.contradicted = unresolved.contradicted;
  return come_at(slot, opening_for(contact, now_ + unresolved.delay), unresolved.as, ContactSource::recontact);
}

/// The customer has accepted to go on over another channel. True unless there is no time left to.
template <class Timers>
bool VirtualWorld<Timers>::hop(CallSlot slot, FlowPosition left_at) {
  using reports::JourneyCount;
  const CallKey key = callers_[slot.value].key;
  matters_->counts_of(slot)[JourneyCount::incentive_hundredths] += ivr_callers_.incentive(left_at);
  if (!may_try_again(slot)) {
    end_matter(slot, JourneyCount::ended_elsewhere);
    return false;
  }
  const Step& step = scenario_->centre.flows[left_at.flow.value].steps[left_at.step.value];
  const Time wanted = now_ + ivr_callers_.until_there(left_at, key);
  return come_at(slot, opening_for(matters_->contact(slot, key), wanted), step.type, ContactSource::hop);
}

/// Whether the call waits, or is served, as something that its caller does not want.
template <class Timers>
bool VirtualWorld<Timers>::is_wanted_otherwise(CallSlot slot, const View& view) const {
  const CallTypeIndex wanted = callers_[slot.value].type;
  return wanted != view.call(slot).type && people_.know_what_they_want(wanted);
}

/// Whether agents of this group may not serve what the caller really wants.
template <class Timers>
bool VirtualWorld<Timers>::is_in_wrong_hands(CallSlot slot, GroupIndex group, const View& view) const {
  return is_wanted_otherwise(slot, view) && !scenario_->centre.eligibility_of(group, callers_[slot.value].type);
}

/// What an agent who can serves the caller as.
template <class Timers>
CallTypeIndex VirtualWorld<Timers>::served_as(CallSlot slot, const View& view) const {
  return is_wanted_otherwise(slot, view) ? callers_[slot.value].type : view.call(slot).type;
}

template <class Timers>
Callers::Talk VirtualWorld<Timers>::talk_with(CallSlot slot, GroupIndex group, const View& view) const {
  const Caller& caller = callers_[slot.value];
  const Leg leg = leg_of(slot);
  if (is_in_wrong_hands(slot, group, view)) [[unlikely]]
    return {people_.in_wrong_hands(caller.type, caller.key, leg), Duration{0}};
  const CallTypeIndex type = served_as(slot, view);
  const Callers::Talk talk = people_.talk(type, group, caller.key, caller.called_at, caller.logged_service, leg);
  if (!people_.heeds_machines(type)) [[likely]]
    return talk;
  Callers::ByMachine done;
  const AttributeRoles& roles = view.centre->roles;
  for (const Attribute& known : view.attributes(slot)) {
    done.authenticated = done.authenticated || (known.name == roles.authenticated && known.value > 0);
    done.context = done.context || (known.name == roles.context && known.value > 0);
  }
  return people_.after_machine(type, group, caller.key, leg, done, talk);
}

/// Both know by now that the caller is with the wrong people.
template <class Timers>
void VirtualWorld<Timers>::hand_over(CallSlot slot, const View& view) {
  Caller& caller = callers_[slot.value];
  if (matters_) book_transfer(slot, journeys_->hand_over(matters_->contact(slot, caller.key), caller.type));
  caller.phase = Phase::in_centre;
  caller.patience_runs = false;  // a new wait
  end_handling(slot, CallTransferred{call_of(slot), caller.type}, view);
}

}  // namespace twinline::sim
