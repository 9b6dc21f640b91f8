// What a VirtualWorld does about customers' matters, where its scenario says what follows contacts: who is handed on,
// who comes again, when and as what, and when a matter is over. The other members are in virtual_world_members.hpp,
// which includes this.
#pragma once

#include "sim/kernel/virtual_world.hpp"
#include "sim/people/caller_key.hpp"
#include "sim/people/local_time.hpp"

namespace twinline::sim {

/// An attempt begins, of which the centre learns what it knows of the customer.
template <class Timers>
void VirtualWorld<Timers>::bring_up_matter(CallSlot slot) {
  const Caller& caller = callers_[slot.value];
  if (customers_ && !matters_->of(slot).is_open) customers_->take_up(slot, caller.key, caller.segment);
  const bool is_regular = customers_ && customers_->are_many();
  matters_->tell(is_regular ? customers_->history(slot) : matters_->history(slot), now_, learnt_);
  matters_->attempt(slot, caller.type, now_);
  if (!customers_) return;
  customers_->attempt(slot, caller.type, matters_->counts_of(slot));
  if (is_regular && customers_->comes_soon(slot, now_)) matters_->of(slot).comes_soon = true;
}

/// A contact in which an agent served somebody is over.
template <class Timers>
void VirtualWorld<Timers>::serve(CallSlot slot, std::optional<Time> again) {
  const bool settles = matters_->serve(slot, now_, again);
  if (!customers_ || matters_->of(slot).source == ContactSource::rework) return;
  customers_->served(slot, now_, settles ? &matters_->counts_of(slot) : nullptr);
}

template <class Timers>
void VirtualWorld<Timers>::book_transfer(CallSlot slot, const Journeys::Transfer& transfer) {
  matters_->hand_on(slot, transfer);
  if (customers_ && !transfer.with_context) customers_->repeats(slot);
}

/// At the end of a talk: tells of the transfer, if the agent hands the caller on.
template <class Timers>
bool VirtualWorld<Timers>::hands_on(CallSlot slot, const View& view) {
  Caller& caller = callers_[slot.value];
  const auto transfer = journeys_->transfer(matters_->contact(slot, caller.key));
  if (!transfer) return false;
  book_transfer(slot, *transfer);
  caller.phase = Phase::in_centre;
  caller.patience_runs = false;  // a new wait
  caller.type = transfer->to;
  caller.logged_service = Duration{-1};  // this talk was the one
  end_handling(slot, CallTransferred{call_of(slot), transfer->to}, view);
  return true;
}

/// What becomes of the matter now that the call is over and was not redialled. True when somebody comes again.
template <class Timers>
bool VirtualWorld<Timers>::comes_again(CallSlot slot, CallOutcome outcome, FlowPosition left_at) {
  using reports::JourneyCount;
  if (outcome == CallOutcome::self_served) return leave_served_by_machine(slot, left_at);
  if (outcome == CallOutcome::steered) return hop(slot, left_at);
  if (outcome != CallOutcome::served) {
    end_matter(slot, is_unserved(outcome) ? JourneyCount::given_up : JourneyCount::ended_elsewhere);
    return false;
  }
  const Matter& matter = matters_->of(slot);
  if (matter.source == ContactSource::rework) {
    serve(slot, std::nullopt);
    return go_on_with_approval(slot);
  }
  const Journeys::Contact contact = matters_->contact(slot, callers_[slot.value].key);
  if (!matter.contradicted && !matter.cut_off && journeys_->resolves(contact)) {
    if (customers_) judge(slot, ContactEnd::resolved, ServedBy::agent);
    serve(slot, std::nullopt);
    resolve(slot, now_);
    return false;
  }
  return leaves_unresolved(slot, contact);
}

template <class Timers>
bool VirtualWorld<Timers>::leaves_unresolved(CallSlot slot, const Journeys::Contact& contact) {
  using reports::JourneyCount;
  using Next = Journeys::Unresolved::Next;
  Matter& matter = matters_->of(slot);
  reports::JourneyCounts& counts = matters_->counts_of(slot);
  const Journeys::Unresolved unresolved = journeys_->unresolved(contact);
  ++counts[JourneyCount::unresolved];
  if (customers_) judge(slot, ContactEnd::unresolved, ServedBy::agent);
  if (unresolved.next == Next::escalation) {
    ++counts[JourneyCount::escalations];
    serve(slot, std::nullopt);
    matter.approved_by = contact.served_as;
    return go_on_with_approval(slot);
  }
  if (unresolved.next == Next::nothing || !may_try_again(slot)) {
    if (customers_ && is_rung(slot, contact)) return true;
    serve(slot, std::nullopt);
    end_matter(slot, JourneyCount::left_unresolved);
    return false;
  }
  counts[JourneyCount::complaints] += unresolved.next == Next::complaint;
  if (customers_ && unresolved.next == Next::complaint) customers_->complains(slot);
  counts[JourneyCount::contradictions] += unresolved.contradicted;
  const std::optional<Time> opening = opening_for(contact, now_ + unresolved.delay);
  serve(slot, opening.value_or(now_ + unresolved.delay));
  matter.longer_by = unresolved.longer_by;
  matter.contradicted = unresolved.contradicted;
  return come_at(slot, opening, unresolved.as, ContactSource::recontact);
}

/// The levels decide, one after the other. True when they send the matter back to the agents.
template <class Timers>
bool VirtualWorld<Timers>::go_on_with_approval(CallSlot slot) {
  using reports::JourneyCount;
  Matter& matter = matters_->of(slot);
  const Journeys::Approval approval = journeys_->approve(callers_[slot.value].key, matter.approved_by,
                                                         matter.levels_passed, matter.reworks, may_try_again(slot));
  const Time decided = now_ + approval.takes;
  if (decided >= scenario_->horizon.end) {
    matters_->end(slot, JourneyCount::still_open);
    return false;
  }
  matters_->counts_of(slot)[JourneyCount::levels_passed] += approval.passed - matter.levels_passed;
  matter.levels_passed = approval.passed;
  if (!approval.rework_as) {
    resolve(slot, decided);
    return false;
  }
  ++matter.reworks;
  return come_at(slot, opening_for(matters_->contact(slot, callers_[slot.value].key), decided), approval.rework_as,
                 ContactSource::rework);
}

template <class Timers>
void VirtualWorld<Timers>::resolve(CallSlot slot, Time at) {
  matters_->counts_of(slot)[reports::JourneyTime::to_resolution].add(at - matters_->of(slot).opened_at);
  end_matter(slot, reports::JourneyCount::resolved);
}

template <class Timers>
void VirtualWorld<Timers>::end_matter(CallSlot slot, reports::JourneyCount how) {
  if (customers_) conclude(slot, how);
  matters_->end(slot, how);
}

/// The matter's key counts so many tries and no more.
template <class Timers>
bool VirtualWorld<Timers>::may_try_again(CallSlot slot) const {
  return attempt_of(callers_[slot.value].key) < last_attempt;
}

/// When somebody comes who wants to come at this instant: then, or after the next opening; nothing where the horizon
/// ends before.
template <class Timers>
std::optional<Time> VirtualWorld<Timers>::opening_for(const Journeys::Contact& contact, Time wanted) const {
  const Time end = scenario_->horizon.end;
  if (wanted >= end) return std::nullopt;
  const std::vector<scenarios::Day>& days = scenario_->horizon.days;
  for (std::size_t day = day_at(days, wanted); day < days.size(); ++day) {
    const scenarios::Day& of_day = days[day];
    if (of_day.is_open(wanted)) return wanted;
    if (of_day.opens <= wanted || of_day.opens >= of_day.closes) continue;
    const Time at = of_day.opens + journeys_->after_opening(contact, of_day.closes - of_day.opens);
    return at < end ? std::optional{at} : std::nullopt;
  }
  return std::nullopt;
}

/// The next try about the matter, at an instant within the horizon. False where there is none.
template <class Timers>
bool VirtualWorld<Timers>::come_at(CallSlot slot, std::optional<Time> at, CallTypeIndex as, ContactSource source) {
  if (!at) {
    ++matters_->counts_of(slot)[reports::JourneyCount::beyond_horizon];
    matters_->end(slot, reports::JourneyCount::still_open);
    return false;
  }
  Caller& caller = callers_[slot.value];
  matters_->of(slot).source = source;
  caller.key = with_attempt(caller.key, static_cast<std::uint8_t>(attempt_of(caller.key) + 1));
  caller.attempt = 0;
  caller.priority = priority_of(scenario_->centre, as, caller.segment);
  caller.type = as;
  caller.logged_service = Duration{-1};  // what was logged has been served
  caller.phase = Phase::away;
  schedule(slot, activity, *at);
  return true;
}

}  // namespace twinline::sim
