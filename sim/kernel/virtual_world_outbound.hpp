// What a VirtualWorld does about customers whom the centre calls, where its scenario has callbacks or campaigns: who is
// rung when, who answers, who is tried again. The other members are in virtual_world_members.hpp, which includes this.
#pragma once

#include "sim/kernel/virtual_world.hpp"
#include "sim/people/caller_key.hpp"

namespace twinline::sim {

/// Begins to look at the campaigns, each of their seconds.
template <class Timers>
void VirtualWorld<Timers>::begin_dialling() {
  if (called_->campaigns().empty()) return;
  const CallSlot slot = new_caller();
  callers_[slot.value].phase = Phase::campaign_clock;
  const Time first = called_->campaigns().next_hours(world_start);
  if (first != never) schedule(slot, activity, first);
}

/// Rings as many customers as the campaigns want now.
template <class Timers>
void VirtualWorld<Timers>::dial(const View& view) {
  called_->campaigns().take(view, now_, taken_);
  for (const CampaignRecord& record : taken_) {
    const scenarios::Campaign& campaign = called_->campaigns().of(record);
    const CallSlot slot = new_caller();
    Caller& caller = emptied(slot);
    caller.key = called_->campaigns().key(record);
    caller.type = campaign.type;
    caller.priority = scenario_->centre.call_types[campaign.type.value].priority;
    called_->of(slot) = {CalledCustomer::Why::campaign, false, false, record.tries, now_, record};
    if (campaign.mode == scenarios::DiallingMode::preview) {
      caller.phase = Phase::away;  // an agent comes first
      schedule(slot, activity, now_);
    } else {
      ++matters_->counts_at(campaign.type, now_)[reports::JourneyCount::dials];
      caller.phase = Phase::rung;
      schedule(slot, activity, now_ + called_->ring(record).after);
    }
  }
}

/// A timer of which the centre sees nothing. False where it is no such.
template <class Timers>
bool VirtualWorld<Timers>::passes_unseen(Node fired, const View& view) {
  if (fired < first_caller_node_ || kind_of(fired) != activity) return false;
  const CallSlot slot = slot_of(fired);
  switch (callers_[slot.value].phase) {
    case Phase::campaign_clock: {
      dial(view);
      const Time next = called_->campaigns().next_hours(now_ + 1s);
      if (next != never) schedule(slot, activity, next);
      return true;
    }
    case Phase::rung: return !answers_dialler(slot, view);
    case Phase::dialled: {
      if (!is_reached(slot)) return false;
      CalledCustomer& customer = called_->of(slot);
      customer.reached = true;
      reports::JourneyCounts& counts = matters_->counts_of(slot);
      if (customer.why == CalledCustomer::Why::callback) {
        ++counts[reports::JourneyCount::callbacks_kept];
        counts[reports::JourneyTime::callback_delay].add(now_ - customer.since);
      } else {
        ++counts[reports::JourneyCount::dials_answered];
      }
      begin_talk(slot, view);
      return true;
    }
    default: return false;
  }
}

/// Whether the customer whom an agent hears ringing answers.
template <class Timers>
bool VirtualWorld<Timers>::is_reached(CallSlot slot) const {
  using By = CalledCustomers::Rung::By;
  const Caller& caller = callers_[slot.value];
  const CalledCustomer& customer = called_->of(slot);
  if (customer.why == CalledCustomer::Why::callback)
    return called_->ring_back(caller.type, caller.key).answered == By::person;
  return called_->ring(customer.record).answered == By::person;
}

/// The ringing is over before any agent has heard of it. True when a person is on the line.
template <class Timers>
bool VirtualWorld<Timers>::answers_dialler(CallSlot slot, const View& view) {
  const CalledCustomer customer = called_->of(slot);
  const CalledCustomers::Rung rung = called_->ring(customer.record);
  const bool answers = rung.answered == CalledCustomers::Rung::By::person;
  called_->campaigns().rung(customer.record, customer.since, answers, rung.after);
  if (answers) {
    ++matters_->counts_at(callers_[slot.value].type, now_)[reports::JourneyCount::dials_answered];
    return true;
  }
  put_back(slot);
  dial(view);
  return false;
}

/// The record was tried in vain; the slot is free.
template <class Timers>
void VirtualWorld<Timers>::put_back(CallSlot slot) {
  const CampaignRecord record = called_->of(slot).record;
  if (!called_->campaigns().try_later(record, now_)) finish_record(slot);
  free_slot(slot);
}

template <class Timers>
void VirtualWorld<Timers>::finish_record(CallSlot slot) {
  const CampaignRecord record = called_->of(slot).record;
  ++matters_->counts_at(called_->campaigns().of(record).type, now_)[reports::JourneyCount::records_finished];
}

template <class Timers>
void VirtualWorld<Timers>::free_slot(CallSlot slot) {
  called_->of(slot) = {};
  callers_[slot.value].phase = Phase::free;
  free_.push_back(slot);
}

/// Whether the next call of who sits here is one back, about a matter that is open.
template <class Timers>
bool VirtualWorld<Timers>::is_called_back(CallSlot slot) const {
  return called_ && called_->of(slot).why == CalledCustomer::Why::callback;
}

/// The call that arrives is one that the centre makes.
template <class Timers>
void VirtualWorld<Timers>::arrive_as_called(CallSlot slot, CallArrived& arrival) {
  CalledCustomer& customer = called_->of(slot);
  if (customer.why == CalledCustomer::Why::not_at_all) return;
  customer.met_agent = false;
  const bool is_callback = customer.why == CalledCustomer::Why::callback;
  arrival.direction = is_callback ? Direction::callback : Direction::outbound;
  arrival.absent = is_callback || called_->campaigns().of(customer.record).mode == scenarios::DiallingMode::preview;
  arrival.attempt = customer.tries;
  arrival.trunk = {};
}

/// Who is not on the line does not hang up, and whom a dialler has rung waits as long as the campaign says. False where
/// patience is the caller's own.
template <class Timers>
bool VirtualWorld<Timers>::begin_wait_of_called(CallSlot slot, const View& view) {
  const CallView& call = view.call(slot);
  CalledCustomer& customer = called_->of(slot);
  const bool is_new = customer.why == CalledCustomer::Why::not_at_all;
  if (is_new && call.direction != Direction::callback) return false;
  if (call.absent) {
    timers_.cancel(node(slot, activity));
    callers_[slot.value].type = call.type;
    if (is_new) promise_callback(slot);
    return true;
  }
  if (customer.why != CalledCustomer::Why::campaign || customer.met_agent) return false;
  callers_[slot.value].patience_runs = true;
  schedule(slot, activity, now_ + called_->campaigns().of(customer.record).within);
  return true;
}

/// Whether the agent hears the customer at once: a dialler's agents keep a line open, on which no phone rings.
template <class Timers>
bool VirtualWorld<Timers>::is_put_through(CallSlot slot, const View& view) const {
  if (!called_) [[likely]]
    return false;
  const CalledCustomer& customer = called_->of(slot);
  return customer.why == CalledCustomer::Why::campaign && !customer.met_agent && !view.call(slot).absent;
}

/// An agent has the call. True where the customer must be rung first.
template <class Timers>
bool VirtualWorld<Timers>::rings_customer(CallSlot slot, const View& view) {
  CalledCustomer& customer = called_->of(slot);
  if (customer.why == CalledCustomer::Why::not_at_all) return false;
  const bool is_campaign = customer.why == CalledCustomer::Why::campaign;
  if (is_campaign && !customer.met_agent) called_->campaigns().met_agent(customer.record);
  customer.met_agent = true;
  if (!view.call(slot).absent) return false;
  Caller& caller = callers_[slot.value];
  caller.phase = Phase::dialled;
  Duration until_known = is_campaign ? called_->preview(customer.record) + called_->ring(customer.record).after
                                     : called_->ring_back(caller.type, caller.key).after;
  if (is_campaign) ++matters_->counts_at(caller.type, now_)[reports::JourneyCount::dials];
  schedule(slot, activity, now_ + until_known);
  return true;
}

template <class Timers>
void VirtualWorld<Timers>::promise_callback(CallSlot slot) {
  called_->of(slot) = {CalledCustomer::Why::callback, false, false, 0, now_, {}};
  ++matters_->counts_of(slot)[reports::JourneyCount::callbacks_accepted];
}

/// What a dialler learns from the end of any call, and as what a callback is promised.
template <class Timers>
void VirtualWorld<Timers>::learn_end(const CallEnded& ended, const View& view) {
  if (ended.outcome == CallOutcome::callback) callers_[ended.call.slot.value].type = ended.labels.type;
  if (ended.outcome == CallOutcome::served)
    called_->campaigns().learn_handling(now_ - view.call(ended.call.slot).answered_at);
}

/// A call is over. True where the world knows now what becomes of the customer; else it goes on as for any other.
template <class Timers>
bool VirtualWorld<Timers>::ends_for_called(CallSlot slot, CallOutcome outcome) {
  using Why = CalledCustomer::Why;
  const Caller& caller = callers_[slot.value];
  CalledCustomer& customer = called_->of(slot);
  if (outcome == CallOutcome::callback) {
    if (!called_->callback(caller.type)) return false;
    promise_callback(slot);
    return call_back_at(slot, called_->first_call(caller.type, caller.key, now_));
  }
  const Why why = customer.why;
  if (why == Why::not_at_all) return false;
  if (why == Why::callback && !customer.reached) return misses_callback(slot);
  if (why == Why::campaign && !customer.reached) {
    const bool met_agent = customer.met_agent;
    if (met_agent && outcome == CallOutcome::not_reached) {
      end_matter(slot, reports::JourneyCount::given_up);
      put_back(slot);
      return true;
    }
    finish_record(slot);
    if (!met_agent) {
      called_->campaigns().abandoned(customer.record);
      ++matters_->counts_at(caller.type, now_)[reports::JourneyCount::dialler_abandoned];
      end_matter(slot, reports::JourneyCount::given_up);
      free_slot(slot);
      return true;
    }
  } else if (why == Why::campaign) {
    finish_record(slot);
  }
  if (why == Why::campaign) ++matters_->counts_at(caller.type, now_)[reports::JourneyCount::contacts_reached];
  customer = {};
  return false;
}

/// The customer did not answer, or nobody was left to ring.
template <class Timers>
bool VirtualWorld<Timers>::misses_callback(CallSlot slot) {
  CalledCustomer& customer = called_->of(slot);
  const scenarios::Callback& rule = *called_->callback(callers_[slot.value].type);
  ++matters_->counts_of(slot)[reports::JourneyCount::callback_tries_missed];
  if (customer.tries < rule.retries) {
    ++customer.tries;
    return call_back_at(slot, now_ + rule.retry_after);
  }
  end_matter(slot, reports::JourneyCount::given_up);
  free_slot(slot);
  return true;
}

/// The centre calls the customer then, or after the next opening; never where the horizon ends before.
template <class Timers>
bool VirtualWorld<Timers>::call_back_at(CallSlot slot, Time wanted) {
  Caller& caller = callers_[slot.value];
  const Duration logged = caller.logged_service;
  const std::uint8_t priority = called_->callback(caller.type)->priority.value_or(caller.priority);
  if (!may_try_again(slot)) {
    end_matter(slot, reports::JourneyCount::given_up);
    free_slot(slot);
  } else if (come_at(slot, opening_for(matters_->contact(slot, caller.key), wanted), caller.type,
                     matters_->of(slot).source)) {
    caller.logged_service = logged;
    caller.priority = priority;
  } else {
    free_slot(slot);
  }
  return true;
}

}  // namespace twinline::sim
