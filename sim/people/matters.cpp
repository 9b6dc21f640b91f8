#include "sim/people/matters.hpp"

#include <algorithm>
#include <utility>

namespace twinline::sim {
namespace {

using reports::JourneyCount;
using reports::JourneyTime;

JourneyCount count_of(ContactSource source) {
  switch (source) {
    case ContactSource::first_attempt: return JourneyCount::first_attempts;
    case ContactSource::recontact: return JourneyCount::recontacts;
    case ContactSource::hop: return JourneyCount::hops;
    case ContactSource::rework: return JourneyCount::reworks;
    case ContactSource::remedy: break;
  }
  return JourneyCount::remedies;
}

AttributeIndex attribute_called(const Centre& centre, std::string_view name) {
  const auto found = std::find(centre.attributes.begin(), centre.attributes.end(), name);
  return AttributeIndex{static_cast<std::size_t>(found - centre.attributes.begin())};
}

}  // namespace

Matters::Matters(const scenarios::Scenario& scenario)
    : counts_from_(world_start + scenario.horizon.warm_up),
      window_(scenario.journeys->fcr_window),
      contacts_(attribute_called(scenario.centre, scenarios::contacts_attribute)),
      hours_since_contact_(attribute_called(scenario.centre, scenarios::hours_since_contact_attribute)) {
  totals_.by_call_type.resize(scenario.centre.call_types.size());
}

void Matters::forget(CallSlot slot) {
  if (slot.value >= matters_.size()) matters_.resize(std::max<std::size_t>(64, (slot.value + std::size_t{1}) * 2));
  matters_[slot.value] = {};
}

reports::JourneyCounts& Matters::counts_of(CallSlot slot) {
  const Matter& matter = matters_[slot.value];
  return matter.counts ? totals_.by_call_type[matter.began_as.value] : uncounted_;
}

reports::JourneyCounts& Matters::counts_at(CallTypeIndex type, Time now) {
  return now >= counts_from_ ? totals_.by_call_type[type.value] : uncounted_;
}

void Matters::attempt(CallSlot slot, CallTypeIndex as, Time now) {
  Matter& matter = matters_[slot.value];
  if (!matter.is_open) {
    matter.is_open = true;
    matter.counts = now >= counts_from_;
    matter.opened_at = now;
    matter.began_as = as;
  }
  matter.transfers = 0;
  matter.cut_off = matter.serves_itself = false;
  ++counts_of(slot)[matter.is_redial ? JourneyCount::redials : count_of(matter.source)];
  matter.is_redial = false;
}

void Matters::redials(CallSlot slot) { matters_[slot.value].is_redial = true; }

void Matters::take(CallSlot slot, CallTypeIndex as, GroupIndex by) {
  Matter& matter = matters_[slot.value];
  matter.served_as = as;
  matter.group = by;
  ++counts_of(slot)[JourneyCount::talks];
}

Leg Matters::leg(CallSlot slot) const {
  const Matter& matter = matters_[slot.value];
  return {matter.handled, matter.transfers, matter.longer_by};
}

void Matters::try_self_service(CallSlot slot) {
  if (std::exchange(matters_[slot.value].serves_itself, true)) return;
  ++counts_of(slot)[JourneyCount::self_service_attempted];
}

void Matters::hand_on(CallSlot slot, const Journeys::Transfer& transfer) {
  Matter& matter = matters_[slot.value];
  ++matter.transfers;
  matter.longer_by = transfer.longer_by;
  ++counts_of(slot)[JourneyCount::transfers];
  counts_of(slot)[JourneyCount::transfers_without_context] += !transfer.with_context;
}

bool Matters::serve(CallSlot slot, Time now, std::optional<Time> again) {
  Matter& matter = matters_[slot.value];
  matter.longer_by = Duration{0};
  ++matter.handled;
  if (matter.source == ContactSource::rework) return false;  // the customer has no part in it
  reports::JourneyCounts& counts = counts_of(slot);
  const bool comes_soon = again && *again - now <= window_;
  ++counts[JourneyCount::served];
  counts[JourneyCount::served_again] += matter.served > 0;
  counts[JourneyCount::first_served] += !matter.comes_soon;
  const bool settles = !matter.comes_soon && !comes_soon;
  counts[JourneyCount::settled_first] += settles;
  matter.comes_soon = comes_soon;
  matter.served_at = now;
  ++matter.served;
  return settles;
}

void Matters::end(CallSlot slot, JourneyCount how) {
  Matter& matter = matters_[slot.value];
  if (!matter.is_open) return;
  ++counts_of(slot)[how];
  matter.is_open = false;
}

Journeys::Contact Matters::contact(CallSlot slot, CallKey key) const {
  const Matter& matter = matters_[slot.value];
  return {key, matter.handled, matter.transfers, matter.served, matter.served_as, matter.group};
}

void Matters::tell(const ContactHistory& history, Time now, std::vector<Attribute>& known) const {
  known.push_back({contacts_, history.contacts});
  if (history.contacts == 0) return;
  known.push_back({hours_since_contact_, std::chrono::duration_cast<std::chrono::hours>(now - history.last).count()});
}

reports::JourneyTotals Matters::totals() const {
  reports::JourneyTotals totals = totals_;
  for (const Matter& matter : matters_) {
    if (matter.is_open && matter.counts) ++totals.by_call_type[matter.began_as.value][JourneyCount::still_open];
  }
  return totals;
}

}  // namespace twinline::sim
