// What the members of VirtualWorld do. Who makes a world of particular timers includes this; whoever only uses one does
// not.
#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>

#include "policies/contract/attribute_roles.hpp"
#include "sim/kernel/virtual_world.hpp"
#include "sim/kernel/virtual_world_concurrency.hpp"
#include "sim/kernel/virtual_world_customers.hpp"
#include "sim/kernel/virtual_world_journeys.hpp"
#include "sim/kernel/virtual_world_outbound.hpp"
#include "sim/kernel/virtual_world_self_service.hpp"
#include "sim/kernel/virtual_world_wishes.hpp"
#include "sim/people/caller_key.hpp"

namespace twinline::sim {

template <class Timers>
VirtualWorld<Timers>::VirtualWorld(const scenarios::Scenario& scenario, const ReplayLog& log, const Draws& draws,
                                   Timers timers)
    : scenario_(&scenario),
      demand_(scenario, log, draws),
      people_(scenario, draws),
      ivr_callers_(scenario, draws.own()),
      answering_(scenario, draws.own()),
      workforce_(scenario),
      shared_work_(scenario),
      notices_(scenario, draws.own()),
      clock_(scenario.horizon.days),
      timers_(std::move(timers)),
      first_caller_node_(static_cast<std::uint32_t>(1 + scenario.centre.agents.size())),
      agent_timers_(scenario.centre.agents.size()) {
  if (scenario.journeys) {
    journeys_.emplace(scenario, draws.own());
    matters_ = std::make_unique<Matters>(scenario);
  }
  if (scenario.customers) customers_ = std::make_unique<Customers>(scenario, draws.own());
  timers_.grow(first_caller_node_);
  if (scenario.calls_customers()) {
    called_ = std::make_unique<CalledCustomers>(scenario, draws.own());
    begin_dialling();
  }
}

template <class Timers>
const Occurrence* VirtualWorld<Timers>::next(const View& view) {
  for (;;) {
    if (const Occurrence* told = next_at_once()) return told;
    const Time change = next_change(), timer = timers_.next_time(), arrival = next_arrival();
    const Time first = std::min({change, timer, arrival});
    if (is_over(first)) return nullptr;
    pass_to(first);
    if (change == first) [[unlikely]] {
      on_change(view);
      continue;
    }
    const Occurrence* told = timer == first ? on_timer(timers_.pop(), view) : on_arrival(view);
    if (told) [[likely]]
      return told;
  }
}

template <class Timers>
const Occurrence* VirtualWorld<Timers>::next_at_once() {
  if (at_once_.empty()) [[likely]]
    return nullptr;
  if (!nothing_at_once()) return &at_once_[next_at_once_++];
  at_once_.clear();
  next_at_once_ = 0;
  return nullptr;
}

template <class Timers>
void VirtualWorld<Timers>::on_change(const View& view) {
  workforce_.change(view, changes_);
  take_over_changes();
}

template <class Timers>
const Occurrence* VirtualWorld<Timers>::on_timer(Node fired, const View& view) {
  if (called_ && passes_unseen(fired, view)) return nullptr;
  fire(fired, view);
  return &occurrence_;
}

template <class Timers>
const Occurrence* VirtualWorld<Timers>::on_arrival(const View& view) {
  if (customers_ && has_left(demand_.next())) return nullptr;
  if (notices_.are_there() && heeds_notice(demand_.next(), view)) return nullptr;
  call_in(take_arrival());
  return &occurrence_;
}

/// Takes the arrival away if the caller does not call now.
template <class Timers>
bool VirtualWorld<Timers>::heeds_notice(const Arrival& arrival, const View& view) {
  const Notices::Answer answer = notices_.answer(arrival, view);
  switch (answer.response) {
    case Notices::Response::calls: return false;
    case Notices::Response::stays_away: demand_.advance(); return true;
    case Notices::Response::calls_later: break;
  }
  const CallSlot slot = take_arrival();
  if (!call_again(slot, now_ + answer.later)) free_.push_back(slot);
  return true;
}

template <class Timers>
void VirtualWorld<Timers>::take_over_changes() {
  for (const Fact& fact : changes_) at_once_.push_back({now_, fact});
  changes_.clear();
}

template <class Timers>
bool VirtualWorld<Timers>::is_over(Time next) const {
  const scenarios::Horizon& horizon = scenario_->horizon;
  if (next < horizon.end) [[likely]]
    return false;
  return next == never || horizon.run_out == scenarios::RunOut::cut || active_ == 0 ||
         next > horizon.end + longest_run_out;
}

template <class Timers>
CallSlot VirtualWorld<Timers>::new_caller() {
  if (free_.empty()) {
    const std::size_t before = callers_.size(), after = std::max<std::size_t>(64, before * 2);
    callers_.resize(after);
    timers_.grow(first_caller_node_ + after * caller_nodes);
    free_.reserve(after);
    if (called_) called_->make_room(CallSlot{after - 1});
    for (std::size_t slot = after; slot > before; --slot) free_.push_back(CallSlot{slot - 1});
  }
  const CallSlot slot = free_.back();
  free_.pop_back();
  return slot;
}

template <class Timers>
CallSlot VirtualWorld<Timers>::take_arrival() {
  const Arrival& arrival = demand_.next();
  const CallSlot slot = new_caller();
  Caller& caller = emptied(slot);
  caller.key = arrival.key;
  caller.logged_service = arrival.logged_service;
  caller.type = arrival.type;
  caller.segment = arrival.segment;
  caller.priority = arrival.priority;
  demand_.advance();
  return slot;
}

/// Somebody new sits here.
template <class Timers>
typename VirtualWorld<Timers>::Caller& VirtualWorld<Timers>::emptied(CallSlot slot) {
  Caller& caller = callers_[slot.value];
  const std::uint32_t generation = caller.generation;
  caller = Caller{};
  caller.generation = generation;
  if (matters_) matters_->forget(slot);
  if (called_) called_->of(slot) = {};
  return caller;
}

/// The caller dials: a first time or again.
template <class Timers>
void VirtualWorld<Timers>::call_in(CallSlot slot) {
  Caller& caller = callers_[slot.value];
  ++caller.generation;
  caller.phase = Phase::in_centre;
  caller.patience_runs = false;
  caller.offers = 0;
  if (people_.watches_clock()) caller.called_at = time_of_day(clock_.day_of(now_), now_);
  ++active_;
  ++attempts_;
  const Centre& centre = scenario_->centre;
  const double value =
      centre.call_types[caller.type.value].value + (caller.segment ? centre.segments[caller.segment.value].value : 0);
  ivr_callers_.look_up_at_arrival(caller.type, caller.key, learnt_);
  if (matters_ && !is_called_back(slot)) bring_up_matter(slot);
  CallArrived& arrival = occurrence_.fact.emplace<CallArrived>(
      CallArrived{call_of(slot), caller.key, caller.type, caller.segment, people_.trunk(caller.type, caller.key),
                  caller.priority, caller.attempt, value, learnt_});
  if (!learnt_.empty()) heed_attributes(centre, arrival);
  if (customers_) seek(slot, arrival);
  if (called_) arrive_as_called(slot, arrival);
}

template <class Timers>
void VirtualWorld<Timers>::fire(Node fired, const View& view) {
  if (fired == policies_node) return tell(TimerFired{{TimerId::Owner::policies, 0, policies_timer_}});
  if (fired < first_caller_node_) {
    const std::uint32_t agent = fired - 1;
    return tell(TimerFired{{TimerId::Owner::agent, agent, agent_timers_[agent]}});
  }
  const CallSlot slot = slot_of(fired);
  Caller& caller = callers_[slot.value];
  switch (kind_of(fired)) {
    case activity: return fire_activity(slot, view);
    case ringing:
      if (caller.refusal) return tell(OfferRefused{caller.offer, *caller.refusal});
      return tell(OfferAnswered{caller.offer});
    case acd_timer: return tell(TimerFired{{TimerId::Owner::call, slot.value, caller.generation}});
    case prompt: return fire_prompt(slot, view);
    case caller_nodes: break;
  }
  assert(false && "a caller has no other nodes");
}

/// Whether the caller is led through a flow, before the queue or after the talk.
template <class Timers>
bool VirtualWorld<Timers>::in_flow(const CallView& call) {
  return call.position.flow && (call.state == CallState::in_ivr || call.state == CallState::in_survey ||
                                call.state == CallState::wrapping_up);
}

/// What the caller attended to is over, and the caller may have had enough of it.
template <class Timers>
void VirtualWorld<Timers>::fire_prompt(CallSlot slot, const View& view) {
  const Caller& caller = callers_[slot.value];
  const CallView& call = view.call(slot);
  const std::uint64_t met = caller.prompts;
  if (in_flow(call) && ivr_callers_.hangs_up(call.position, caller.key, met)) return tell(CallerHungUp{call_of(slot)});
  switch (caller.attends) {
    case Attends::prompt: return tell(TreatmentEnded{call_of(slot), TreatmentOutcome::finished});
    case Attends::callback_offer: {
      const bool accepts = people_.accepts_callback(caller.type, caller.key);
      return tell(TreatmentEnded{call_of(slot), accepts ? TreatmentOutcome::accepted : TreatmentOutcome::finished});
    }
    case Attends::channel_offer: {
      const bool accepts = ivr_callers_.accepts_channel(call.position, caller.key, met);
      return tell(TreatmentEnded{call_of(slot), accepts ? TreatmentOutcome::accepted : TreatmentOutcome::refused});
    }
    case Attends::keys: {
      const IvrCallers::Keys keys = ivr_callers_.press(call.position, caller.key, met);
      return tell(InputReceived{call_of(slot), keys.outcome, keys.count, keys.digits});
    }
    case Attends::look_up: {
      const LookUpOutcome outcome = ivr_callers_.look_up(call.position, caller.type, caller.key, learnt_).outcome;
      return tell(LookUpEnded{call_of(slot), outcome, learnt_});
    }
    case Attends::transfer: return tell(TransferOutEnded{call_of(slot), TransferOutcome::completed});
  }
}

template <class Timers>
void VirtualWorld<Timers>::fire_activity(CallSlot slot, const View& view) {
  Caller& caller = callers_[slot.value];
  switch (caller.phase) {
    case Phase::in_centre: return tell(CallerHungUp{call_of(slot)});
    case Phase::talking: {
      if (is_wanted_otherwise(slot, view) && is_in_wrong_hands(slot, view.agent(view.call(slot).agent).group, view))
          [[unlikely]]
        return hand_over(slot, view);
      if (matters_ && hands_on(slot, view)) return;
      const CallType& type = scenario_->centre.call_types[view.call(slot).type.value];
      // Where a survey follows, the agent is the one who hangs up.
      const TalkEnded fact{call_of(slot), type.survey ? TalkEnd::by_agent : TalkEnd::by_caller, caller.hold};
      if (type.wrap_up) return tell(fact);
      return end_handling(slot, fact, view);
    }
    case Phase::wrapping_up: return end_handling(slot, WrapUpEnded{call_of(slot)}, view);
    case Phase::away:
    case Phase::rung: return call_in(slot);
    case Phase::dialled: return end_handling(slot, TalkEnded{call_of(slot), TalkEnd::not_reached, Duration{0}}, view);
    case Phase::campaign_clock:
    case Phase::free: break;
  }
  assert(false && "nobody sits in a free slot");
}

/// The agent is about to be free; one too many on duty logs out just before.
template <class Timers>
template <class Kind>
void VirtualWorld<Timers>::end_handling(CallSlot slot, const Kind& fact, const View& view) {
  const AgentIndex agent = view.call(slot).agent;
  if (!workforce_.leaves_after_call(view.agent(agent).group, agent)) return tell(fact);
  tell(AgentPresenceChanged{agent, Presence::logged_out, NotReadyReason::none});
  tell_at_once(fact);
}

template <class Timers>
void VirtualWorld<Timers>::perform(const Occurrence&, const Outcome& outcome, const View& view) {
  begin_waits(outcome, view);
  perform_wishes(outcome, view);
  end_calls(outcome, view);
}

template <class Timers>
void VirtualWorld<Timers>::begin_waits(const Outcome& outcome, const View& view) {
  if (!outcome.told.has<WaitBegan>()) return;
  for (const Happening& happening : outcome.happenings) {
    if (const auto* began = std::get_if<WaitBegan>(&happening)) begin_wait(*began, view);
  }
}

template <class Timers>
void VirtualWorld<Timers>::end_calls(const Outcome& outcome, const View& view) {
  if (outcome.told.has<IvrPortFreed>() || outcome.told.has<IvrPortsBusy>()) [[unlikely]]
    count_ports(outcome);
  if (shared_work_.is_known() && outcome.told.has<HandlingEnded>()) [[unlikely]]
    put_down(outcome);
  if (outcome.told.has<CallEnded>()) {
    for (const Happening& happening : outcome.happenings) {
      const auto* ended = std::get_if<CallEnded>(&happening);
      if (!ended) continue;
      if (called_) learn_end(*ended, view);
      const FlowPosition left_at = matters_ ? view.call(ended->call.slot).position : FlowPosition{};
      end_call(ended->call.slot, ended->outcome, left_at);
    }
  }
  if (workforce_.closing()) [[unlikely]]
    send_home(view);
  if (called_) dial(view);
}

template <class Timers>
void VirtualWorld<Timers>::perform_wish(const Wish& wish, const View& view) {
  std::visit([&](const auto& wanted) { fulfil(wanted, view); }, wish);
}

template <class Timers>
Time VirtualWorld<Timers>::next_time() const {
  if (!nothing_at_once()) return now_;
  return std::min({next_change(), timers_.next_time(), next_arrival()});
}

template <class Timers>
void VirtualWorld<Timers>::lose(CallSlot slot) {
  end_call(slot, CallOutcome::blocked);
}

template <class Timers>
void VirtualWorld<Timers>::cut_off(CallSlot slot, const View& view) {
  const CallView& call = view.call(slot);
  if (call.state == CallState::gone || call.state == CallState::wrapping_up) return;
  if (call.state != CallState::talking) return tell_at_once(CallerHungUp{call_of(slot)});
  timers_.cancel(node(slot, activity));
  if (!scenario_->centre.call_types[call.type.value].wrap_up &&
      workforce_.leaves_after_call(view.agent(call.agent).group, call.agent)) {
    tell_at_once(AgentPresenceChanged{call.agent, Presence::logged_out, NotReadyReason::none});
  }
  if (matters_) matters_->of(slot).cut_off = true;
  tell_at_once(TalkEnded{call_of(slot), TalkEnd::lost, Duration{0}});
}

template <class Timers>
void VirtualWorld<Timers>::perform_wishes(const Outcome& outcome, const View& view) {
  for (const Wish& wish : outcome.wishes) {
    std::visit([&](const auto& wanted) { fulfil(wanted, view); }, wish);
  }
}

/// The caller's patience begins to run, once for all queues that the call goes through.
template <class Timers>
void VirtualWorld<Timers>::begin_wait(const WaitBegan& began, const View& view) {
  const CallSlot slot = began.call.slot;
  Caller& caller = callers_[slot.value];
  if (customers_ && !is_on_the_line(slot, view)) return;
  if (called_ && begin_wait_of_called(slot, view)) return;
  if (caller.patience_runs) return;
  caller.patience_runs = true;
  const CallView& call = view.call(slot);
  if (call.state == CallState::waiting) {
    if (people_.balks(caller.type, caller.key)) {
      tell_at_once(CallerHungUp{call_of(slot)});
      return;
    }
  } else if (nothing_at_once() && !rings_late_ && answering_.is_immediate(view.agent(call.agent).group)) {
    return;  // the answer is the very next fact
  }
  const Duration patience = people_.patience(caller.type, caller.key, caller.called_at);
  if (patience < never - now_) schedule(slot, activity, now_ + patience);
}

/// Those of a group that has closed, once nobody waits for them.
template <class Timers>
void VirtualWorld<Timers>::send_home(const View& view) {
  if (!nothing_at_once()) return;
  workforce_.go_home_if_nobody_waits(view, changes_);
  take_over_changes();
}

/// The caller is gone; perhaps not for ever.
template <class Timers>
void VirtualWorld<Timers>::end_call(CallSlot slot, CallOutcome outcome, FlowPosition left_at) {
  Caller& caller = callers_[slot.value];
  --active_;
  for (std::uint32_t used = caller.nodes_used; used != 0; used &= used - 1) {
    timers_.cancel(node(slot, static_cast<CallerNode>(std::countr_zero(used))));
  }
  caller.nodes_used = 0;
  if (customers_ && is_unserved(outcome)) judge(slot, ContactEnd::not_served, ServedBy::nobody);
  if (called_ && ends_for_called(slot, outcome)) return;
  if (is_unserved(outcome) && attempt_of(caller.key) < last_attempt) {
    const Callers::Redial redial = people_.redial(caller.type, caller.key, caller.attempt);
    if (redial.again && call_again(slot, now_ + redial.delay)) {
      ++caller.attempt;
      caller.key = with_attempt(caller.key, static_cast<std::uint8_t>(attempt_of(caller.key) + 1));
      if (matters_) matters_->redials(slot);
      return;
    }
  }
  if (matters_ && comes_again(slot, outcome, left_at)) return;
  caller.phase = Phase::free;
  free_.push_back(slot);
}

/// Whoever would call when the lines are closed does not get through to anybody, and that is no attempt: false. What is
/// written and sent waits.
template <class Timers>
bool VirtualWorld<Timers>::call_again(CallSlot slot, Time at) {
  if (at >= scenario_->horizon.end) return false;
  const std::vector<scenarios::Day>& days = scenario_->horizon.days;
  const Channel channel = scenario_->centre.call_types[callers_[slot.value].type.value].channel;
  if (!days[day_at(days, at)].is_open(at) && !waits_while_closed(channel)) return false;
  callers_[slot.value].phase = Phase::away;
  schedule(slot, activity, at);
  return true;
}

}  // namespace twinline::sim
