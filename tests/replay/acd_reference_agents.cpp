// Agents, treatments, timers and changes of the frame in the reference ACD.
#include <algorithm>
#include <utility>

#include "tests/replay/acd_reference.hpp"

namespace twinline::reference {

AgentState ReferenceAcd::state_of(const Agent& agent) const {
  const auto has = [&](CallState state) {
    return std::any_of(agent.hands.begin(), agent.hands.end(),
                       [&](CallSlot slot) { return slot && calls_[slot.value].row.state == state; });
  };
  if (has(CallState::talking)) return AgentState::busy;
  if (has(CallState::wrapping_up)) return AgentState::wrap_up;
  if (has(CallState::offered)) return AgentState::offered;
  if (agent.presence == Presence::logged_out) return AgentState::logged_out;
  return agent.presence == Presence::ready && !agent.cooling_down ? AgentState::ready : AgentState::not_ready;
}

void ReferenceAcd::refresh(AgentIndex index) {
  Agent& agent = agents_[index.value];
  AgentView& row = agent.row;
  const auto engaged = static_cast<std::uint16_t>(
      std::count_if(agent.hands.begin(), agent.hands.end(), [](CallSlot slot) { return static_cast<bool>(slot); }));
  if (row.engaged == 0 && engaged > 0) row.engaged_since = now_;
  if (row.engaged > 0 && engaged == 0) row.handled += now_ - row.engaged_since;
  const bool other_number = row.engaged != engaged;
  row.engaged = engaged;
  row.capacity = std::max(centre_.groups[row.group.value].capacity, engaged);
  const AgentState before = row.state;
  row.state = state_of(agent);
  const NotReadyReason reason_before = row.reason;
  row.reason = NotReadyReason::none;
  if (row.state == AgentState::not_ready) {
    row.reason = agent.presence == Presence::ready ? NotReadyReason::cooling_down : agent.reason;
  }
  if (before != row.state) {
    if (before == AgentState::logged_out) {
      row.logged_in_at = now_;
      row.handled = Duration{0};
      row.engaged_since = now_;
      row.answered = 0;
    }
    row.since = now_;
  }
  if (before != row.state || reason_before != row.reason) {
    happened(AgentChanged{index, row.group, before, row.state, row.reason});
  }
  const bool taken_whole = std::any_of(agent.hands.begin(), agent.hands.end(), [&](CallSlot slot) {
    return slot && centre_.call_types[calls_[slot.value].row.type.value].whole_agent;
  });
  const bool idle = agent.presence == Presence::ready && !agent.cooling_down && engaged < row.capacity && !taken_whole;
  if (idle && (!agent.idle || other_number)) {
    row.idle_since = now_;
    agent.idle_order = next_idle_order_++;
  }
  if (idle != agent.idle) row.held = false;
  agent.idle = idle;
}

void ReferenceAcd::on(const AgentPresenceChanged& fact) {
  if (fact.agent.value >= agents_.size()) return;
  Agent& agent = agents_[fact.agent.value];
  agent.presence = fact.presence;
  agent.reason = fact.reason;
  if (fact.presence != Presence::ready) {
    agent.cooling_down = false;
    // In the order of the places that the calls have at the agent; each is withdrawn once.
    for (const CallSlot slot : std::vector<CallSlot>(agent.hands)) {
      if (!slot || calls_[slot.value].row.state != CallState::offered) continue;
      withdraw(calls_[slot.value]);
      wait_on(calls_[slot.value]);
    }
  }
  refresh(fact.agent);
  occasions_.push_back({Occasion::Kind::agent_free, {}, fact.agent});
}

void ReferenceAcd::on(const AgentMoved& fact) {
  if (fact.agent.value >= agents_.size() || fact.group.value >= centre_.groups.size()) return;
  Agent& agent = agents_[fact.agent.value];
  const GroupIndex from = agent.row.group;
  if (from == fact.group) return;
  agent.row.group = fact.group;
  if (agent.idle) {
    agent.row.idle_since = now_;
    agent.idle_order = next_idle_order_++;
    agent.row.held = false;
  }
  happened(AgentChangedGroup{fact.agent, from, fact.group, agent.row.state});
  refresh(fact.agent);
  occasions_.push_back({Occasion::Kind::agent_free, {}, fact.agent});
}

namespace {

/// The first time at which a treatment is due when all times up to `done` are done, found by counting them off.
Duration first_after(const Treatment& treatment, Duration done) {
  Duration due = treatment.after;
  while (due <= done) {
    if (treatment.every <= 0ns) return Duration::max();
    due += treatment.every;
  }
  return due;
}

}  // namespace

Duration ReferenceAcd::next_treatment(const Call& call) const {
  Duration next = Duration::max();
  for (const Treatment& treatment : centre_.queues[call.row.queue.value].treatments) {
    next = std::min(next, first_after(treatment, call.treated_until));
  }
  return next;
}

void ReferenceAcd::set_timer(Call& call) {
  Time due = call.reconsider_at;
  const Duration next = next_treatment(call);
  if (!call.row.caller_holds && !call.row.absent && next != Duration::max())
    due = std::min(due, call.entered_at + next);
  if (due == never) return stop_timer(call);
  due = std::max(due, now_);
  if (due == call.timer_at) return;
  call.timer_at = due;
  wish(StartTimer{{TimerId::Owner::call, call.row.id.slot.value, call.row.id.generation}, due});
}

void ReferenceAcd::stop_timer(Call& call) {
  call.reconsider_at = never;
  if (call.timer_at == never) return;
  call.timer_at = never;
  wish(CancelTimer{{TimerId::Owner::call, call.row.id.slot.value, call.row.id.generation}});
}

void ReferenceAcd::on(const TimerFired& fact) {
  if (fact.timer.owner == TimerId::Owner::call) {
    Call* call = find({CallSlot{fact.timer.position}, fact.timer.generation});
    if (call == nullptr || call->timer_at > now_) return;
    call->timer_at = never;
    if (call->row.state != CallState::waiting) return;
    if (call->reconsider_at <= now_) {
      call->reconsider_at = never;
      occasions_.push_back({Occasion::Kind::call_waits, call->row.id, {}});
    }
    return treat(*call);
  }
  if (fact.timer.owner == TimerId::Owner::agent) {
    if (fact.timer.position >= agents_.size()) return;
    Agent& agent = agents_[fact.timer.position];
    if (agent.cooling_timer != fact.timer.generation || !agent.cooling_down) return;
    agent.cooling_down = false;
    refresh(AgentIndex{fact.timer.position});
    occasions_.push_back({Occasion::Kind::agent_free, {}, AgentIndex{fact.timer.position}});
    return;
  }
  if (fact.timer.generation != timer_generation_) return;
  policies_timer_ = never;
  for (std::size_t position = 0; position < requests_.size();) {
    const AskPeople asked = requests_[position].asked;
    if (asked.expires > now_) {
      ++position;
      continue;
    }
    requests_.erase(requests_.begin() + static_cast<std::ptrdiff_t>(position));
    happened(RequestSettled{asked.request, {}, false, true});
    ask_staffing(StaffingOccasion::Kind::request_settled, asked.request);
  }
  for (auto& [part, wanted] : routing_timers_) {
    if (wanted > now_) continue;
    wanted = never;
    occasions_.push_back({Occasion::Kind::timer, {}, {}, part});
  }
  if (staffing_timer_ <= now_) {
    staffing_timer_ = never;
    ask_staffing(StaffingOccasion::Kind::timer, {});
  }
  set_policies_timer();
}

void ReferenceAcd::treat(Call& call) {
  while (!call.row.caller_holds && !call.row.absent) {
    const Duration due = next_treatment(call);
    const Duration in_queue = now_ - call.entered_at;
    if (due > in_queue) break;
    const auto treatments = centre_.queues[call.row.queue.value].treatments;

    const QueueIndex queue = call.row.queue;
    const Duration done = std::exchange(call.treated_until, due);
    for (const Treatment& treatment : treatments) {
      const bool again_by_now = first_after(treatment, due) <= in_queue;
      if (first_after(treatment, done) != due || again_by_now) continue;
      apply(call, treatment);
      if (call.row.state != CallState::waiting) return;
      if (call.row.queue != queue) return;
    }
  }
  set_timer(call);
}

void ReferenceAcd::apply(Call& call, const Treatment& treatment) {
  switch (treatment.kind) {
    case TreatmentKind::announcement:
    case TreatmentKind::expected_wait:
    case TreatmentKind::callback_offer: return play(call, treatment.kind, treatment.prompt, {});
    case TreatmentKind::overflow: end_wait(call, WaitEnd::overflowed); return enter(call, treatment.to);
    case TreatmentKind::exit_to_queue: end_wait(call, WaitEnd::exited); return begin_wait(call, treatment.to);
    case TreatmentKind::voicemail:
      end_wait(call, WaitEnd::voicemail);
      stop_timer(call);
      call.row.state = CallState::flowing_out;
      return play(call, TreatmentKind::voicemail, treatment.prompt, {});
    case TreatmentKind::release:
      return send_away(call, WaitEnd::released, CallOutcome::released, ReleaseCause::treatment);
    case TreatmentKind::channel_offer: return;
  }
}

void ReferenceAcd::play(Call& call, TreatmentKind kind, PromptIndex prompt, CallTypeIndex type) {
  stop_playing(call);
  call.plays = kind;
  call.prompt = prompt;
  if (call.row.caller_holds) {
    call.interrupted = true;
    return;
  }
  Duration expected{0};
  if (kind == TreatmentKind::expected_wait || kind == TreatmentKind::callback_offer) {
    // In the IVR it is the wait of somebody who would come to the queue of the type now.
    const bool before_queue = call.row.state == CallState::in_ivr;
    const CallTypeIndex of = type.value < centre_.call_types.size() ? type : call.row.type;
    const QueueIndex queue = before_queue ? centre_.call_types[of.value].queue : call.row.queue;
    std::int64_t waiting = before_queue ? 1 : 0, places = 0;
    for (const Call& other : calls_) {
      if (other.row.state == CallState::waiting && other.row.queue == queue) ++waiting;
    }
    for (const Agent& agent : agents_) {
      const bool serves = centre_.eligibility_of(agent.row.group, of).has_value();
      if (agent.row.state == AgentState::logged_out || !serves) continue;
      places += centre_.call_types[of.value].whole_agent ? 1 : centre_.groups[agent.row.group.value].capacity;
    }
    expected = counts_[queue.value].average * waiting / std::max<std::int64_t>(places, 1);
  }
  call.owed = Owed::playing;
  wish(Play{call.row.id, kind, prompt, expected});
}

void ReferenceAcd::stop_playing(Call& call) {
  call.interrupted = false;
  if (call.owed != Owed::playing && call.owed != Owed::input) return;
  call.owed = Owed::nothing;
  wish(StopPlaying{call.row.id});
}

void ReferenceAcd::on(const TreatmentEnded& fact) {
  Call* call = owing(fact.call, Owed::playing);
  if (call == nullptr) return;
  if (call->row.state == CallState::in_ivr || call->surveyed) {
    IvrOccasion occasion;
    occasion.kind = IvrOccasion::Kind::step_ended;
    occasion.outcome = fact.outcome;
    return ask_ivr(*call, occasion);
  }
  if (call->row.state == CallState::flowing_out) {
    wish(Release{call->row.id, ReleaseCause::flowed_out});
    return end(*call, CallOutcome::voicemail);
  }
  const bool accepted = call->plays == TreatmentKind::callback_offer && fact.outcome == TreatmentOutcome::accepted;
  if (call->row.state == CallState::waiting && accepted) {
    call_back(*call);
  }
}

void ReferenceAcd::on(const RequestAnswered& fact) {
  for (std::size_t position = 0; position < requests_.size(); ++position) {
    Request& request = requests_[position];
    if (request.asked.request != fact.request) continue;
    const bool accepted = fact.answer == RequestAnswer::accepted;
    if (accepted) ++request.accepted;
    const bool done = request.asked.agent || request.accepted >= request.asked.people;
    if (done) requests_.erase(requests_.begin() + static_cast<std::ptrdiff_t>(position));
    happened(RequestSettled{fact.request, fact.agent, accepted, false});
    return ask_staffing(StaffingOccasion::Kind::request_settled, fact.request);
  }
}

void ReferenceAcd::on(const ForecastIssued& fact) {
  if (fact.type.value >= forecasts_.size()) return;
  forecasts_[fact.type.value] = {fact.from, fact.until, fact.calls, fact.low, fact.high};
  happened(ForecastChanged{fact.type});
  ask_staffing(StaffingOccasion::Kind::forecast_changed, {});
  occasions_.push_back({Occasion::Kind::forecast_changed, {}, {}});
}

void ReferenceAcd::on(const TrunkChanged& fact) {
  if (fact.trunk.value < trunk_up_.size()) trunk_up_[fact.trunk.value] = fact.up;
}

void ReferenceAcd::on(const SiteReported& fact) {
  if (fact.site.value >= sites_.size()) return;
  SiteView& site = sites_[fact.site.value];
  if (site.state == fact.state) return;
  site.state = fact.state;
  site.since = now_;
  happened(SiteChanged{fact.site, fact.state});
  review_all();
}

void ReferenceAcd::on(const ServiceReported& fact) {
  if (fact.service.value >= services_.size()) return;
  ServiceView& service = services_[fact.service.value];
  if (service.health.up != fact.health.up) service.since = now_;
  service.reported_at = now_;
  service.health = fact.health;
  happened(ServiceChanged{fact.service});
}

void ReferenceAcd::on(const PolicyPutInForce& fact) {
  const auto swap = [&](auto& in_force, auto& prepared) {
    const auto found = prepared.find(fact.prepared);
    if (found == prepared.end()) return false;
    std::swap(in_force, found->second);
    return true;
  };
  if (fact.kind == PolicyKind::routing) {
    if (!swap(routing, prepared_routing)) return;
    routing_timers_.clear();
  } else if (fact.kind == PolicyKind::staffing) {
    if (!swap(staffing, prepared_staffing)) return;
    staffing_timer_ = never;
  } else if (!swap(ivr, prepared_ivr)) {
    return;
  }
  happened(PolicyChanged{fact.kind, fact.prepared});
  set_policies_timer();
  if (fact.kind == PolicyKind::routing) review_all();
  if (fact.kind == PolicyKind::staffing) ask_staffing(StaffingOccasion::Kind::start, {});
}

void ReferenceAcd::on(const CentreReloaded& fact) {
  const auto prepared = prepared_centres.find(fact.prepared);
  if (prepared == prepared_centres.end()) return;
  const Centre& next = prepared->second;
  if (next.queues.size() < centre_.queues.size() || next.groups.size() < centre_.groups.size() ||
      next.agents.size() < centre_.agents.size() || next.trunks.size() < centre_.trunks.size() ||
      next.call_types.size() < centre_.call_types.size() || next.segments.size() < centre_.segments.size() ||
      next.skills.size() < centre_.skills.size() || next.sites.size() < centre_.sites.size() ||
      next.services.size() < centre_.services.size()) {
    return;
  }
  centre_ = next;
  centre_.link();
  for (std::size_t agent = agents_.size(); agent < centre_.agents.size(); ++agent) {
    agents_.emplace_back();
    agents_.back().row.group = centre_.agents[agent].group;
  }
  trunk_up_.resize(centre_.trunks.size(), true);
  sites_.resize(centre_.sites.size());
  services_.resize(centre_.services.size());
  forecasts_.resize(centre_.call_types.size());
  counts_.resize(centre_.queues.size());
  happened(CentreChanged{fact.prepared});
  for (std::size_t agent = 0; agent < agents_.size(); ++agent) refresh(AgentIndex{agent});
  for (Call& call : calls_) {
    if (call.row.state == CallState::waiting) set_timer(call);
  }
  review_all();
}

}  // namespace twinline::reference
