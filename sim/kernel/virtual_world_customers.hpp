// What a VirtualWorld does about customers, where its scenario says what they think and do: who does not come any more,
// what contacts and matters come to in their eyes, whom the centre rings. The other members are in
// virtual_world_members.hpp, which includes this.
#pragma once

#include "sim/kernel/virtual_world.hpp"

namespace twinline::sim {

/// Takes the arrival away if its customer has left for good.
template <class Timers>
bool VirtualWorld<Timers>::has_left(const Arrival& arrival) {
  if (!customers_->has_left(arrival.key, arrival.segment)) return false;
  ++matters_->counts_at(arrival.type, now_)[reports::JourneyCount::kept_away];
  demand_.advance();
  return true;
}

/// What a contact was, before the matter's book is told of its end.
template <class Timers>
void VirtualWorld<Timers>::judge(CallSlot slot, ContactEnd end, ServedBy by) {
  const Matter& matter = matters_->of(slot);
  if (matter.source == ContactSource::rework) return;  // the customer has no part in it
  if (matter.source == ContactSource::remedy && end == ContactEnd::not_served) return;  // nor heard of it
  customers_->judge(slot, callers_[slot.value].key, matter, end, by, now_, matters_->counts_of(slot));
}

/// The end of a matter that is still open, as far as the customer sees it.
template <class Timers>
void VirtualWorld<Timers>::conclude(CallSlot slot, reports::JourneyCount how) {
  using reports::JourneyCount;
  const Matter& matter = matters_->of(slot);
  if (!matter.is_open || how == JourneyCount::still_open || how == JourneyCount::ended_elsewhere) return;
  customers_->conclude(slot, callers_[slot.value].key, how == JourneyCount::resolved, matter,
                       matters_->counts_of(slot));
}

/// Of an attempt that is the centre's own, the customer is rung when an agent has the call.
template <class Timers>
void VirtualWorld<Timers>::seek(CallSlot slot, CallArrived& arrival) const {
  if (matters_->of(slot).source != ContactSource::remedy) return;
  arrival.direction = Direction::outbound;
  arrival.absent = true;
  arrival.trunk = {};
}

/// Whether the customer waits where the call does. Who is rung later does not, and loses no patience.
template <class Timers>
bool VirtualWorld<Timers>::is_on_the_line(CallSlot slot, const View& view) {
  const bool is_absent = view.call(slot).absent;
  if (!is_absent) customers_->waits(slot, now_);
  return !is_absent || matters_->of(slot).source != ContactSource::remedy;
}

/// Whether the centre rings a customer who would leave it at an unresolved contact.
template <class Timers>
bool VirtualWorld<Timers>::is_rung(CallSlot slot, const Journeys::Contact& contact) {
  const auto after = customers_->remedy(slot, callers_[slot.value].key);
  if (!after || !may_try_again(slot)) return false;
  const std::optional<Time> opening = opening_for(contact, now_ + *after);
  if (!opening) return false;
  serve(slot, *opening);
  return come_at(slot, opening, scenario_->customers->remedy.as, ContactSource::remedy);
}

}  // namespace twinline::sim
