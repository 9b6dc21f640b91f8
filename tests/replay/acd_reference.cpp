// What each fact means to the reference ACD: calls, offers, agents, changes. The IVR, treatments and timers, asking and
// the View are in the files beside it.
#include "tests/replay/acd_reference.hpp"

#include <algorithm>
#include <utility>

namespace twinline::reference {

ReferenceAcd::ReferenceAcd(Centre centre, std::uint64_t policy_seed)
    : centre_(std::move(centre)), policy_seed_(policy_seed) {
  agents_.resize(centre_.agents.size());
  for (std::size_t agent = 0; agent < agents_.size(); ++agent) {
    agents_[agent].row.group = centre_.agents[agent].group;
    agents_[agent].row.capacity = centre_.groups[centre_.agents[agent].group.value].capacity;
  }
  trunk_up_.assign(centre_.trunks.size(), true);
  sites_.resize(centre_.sites.size());
  services_.resize(centre_.services.size());
  forecasts_.resize(centre_.call_types.size());
  counts_.resize(centre_.queues.size());
}

Said ReferenceAcd::handle(Time now, const Fact& fact) {
  now_ = now;
  said_ = {};
  std::visit([this](const auto& told) { on(told); }, fact);
  ask_all();
  return said_;
}

Said ReferenceAcd::start(Time now) {
  now_ = now;
  said_ = {};
  ask_staffing(StaffingOccasion::Kind::start, {});
  occasions_.push_back({Occasion::Kind::review, {}, {}});
  ask_all();
  return said_;
}

void ReferenceAcd::ask_all() {
  while (!occasions_.empty()) {
    const Occasion next = occasions_.front();
    occasions_.pop_front();
    ask(next);
  }
}

CallLabels ReferenceAcd::labels(const Call& call) const {
  return {call.row.type, call.row.segment, call.row.queue, call.row.attempt, call.row.direction};
}

Call* ReferenceAcd::find(CallId id) {
  for (Call& call : calls_) {
    if (call.row.state != CallState::gone && call.row.id == id) return &call;
  }
  return nullptr;
}

Call* ReferenceAcd::ringing(OfferId offer) {
  for (Call& call : calls_) {
    if (call.row.state == CallState::offered && call.row.agent == offer.agent && call.offer == offer.ordinal)
      return &call;
  }
  return nullptr;
}

void ReferenceAcd::on(const CallArrived& fact) {
  if (find(fact.call) != nullptr) return;
  if (calls_.size() <= fact.call.slot.value) calls_.resize(fact.call.slot.value + 1);
  Call& call = calls_[fact.call.slot.value];
  call = {};
  CallView& row = call.row;
  row.id = fact.call;
  row.key = fact.key;
  row.arrived = row.queued_at = now_;
  row.type = fact.type;
  row.segment = fact.segment;
  row.trunk = fact.trunk;
  row.queue = centre_.call_types[fact.type.value].queue;
  row.priority = std::min(fact.priority, highest_priority);
  row.attempt = fact.attempt;
  row.direction = fact.direction;
  row.absent = fact.absent;
  row.value = fact.value;
  row.state = CallState::in_ivr;
  for (const Attribute& attribute : fact.attributes) {
    if (call.attributes.size() < max_attributes) call.attributes.push_back(attribute);
  }
  if (fact.trunk) {
    const bool up = trunk_up_[fact.trunk.value];
    const auto taken = std::count_if(calls_.begin(), calls_.end(), [&](const Call& other) {
      return other.has_line && other.row.trunk == fact.trunk;
    });
    const std::uint32_t lines = centre_.trunks[fact.trunk.value].lines;
    if (!up || (lines > 0 && taken >= std::int64_t{lines})) {
      happened(CallBlocked{row.id, labels(call), fact.trunk});
      wish(Release{row.id, up ? ReleaseCause::no_line : ReleaseCause::trunk_down});
      return end(call, CallOutcome::blocked);
    }
    call.has_line = true;
  }
  if (fact.direction == Direction::inbound)
    ask_ivr(call, IvrOccasion{});
  else
    begin_wait(call, row.queue);
}

void ReferenceAcd::begin_wait(Call& call, QueueIndex queue) {
  call.row.queued_at = now_;
  call.row.place = next_place_++;
  enter(call, queue);
}

void ReferenceAcd::enter(Call& call, QueueIndex queue) {
  give_port_back(call);
  call.row.queue = queue;
  call.row.state = CallState::waiting;
  call.row.held = false;
  call.entered_at = now_;
  call.treated_until = Duration{-1};
  const bool known = std::any_of(lines_.begin(), lines_.end(), [&](const Line& line) {
    return line.queue == queue && line.type == call.row.type && line.priority == call.row.priority;
  });
  if (!known) lines_.push_back({queue, call.row.type, call.row.priority});
  ++counts_[queue.value].entered;
  happened(WaitBegan{call.row.id, call.row.key, labels(call)});
  set_timer(call);
  occasions_.push_back({Occasion::Kind::call_waits, call.row.id, {}});
}

void ReferenceAcd::end_wait(Call& call, WaitEnd how) {
  WaitEnded ended{
      call.row.id, call.row.key, labels(call), {}, {}, how, false, call.row.queued_at, now_ - call.row.queued_at};
  if (how == WaitEnd::answered) {
    ++counts_[call.row.queue.value].answered;
    ended.agent = call.row.agent;
    ended.group = agents_[call.row.agent.value].row.group;
  } else {
    ended.while_ringing = call.row.state == CallState::offered;
  }
  if (how == WaitEnd::abandoned) ++counts_[call.row.queue.value].abandoned;
  happened(ended);
}

void ReferenceAcd::send_away(Call& call, WaitEnd how, CallOutcome outcome, ReleaseCause cause) {
  end_wait(call, how);
  stop_playing(call);
  wish(Release{call.row.id, cause});
  end(call, outcome);
}

void ReferenceAcd::call_back(Call& call) {
  if (!centre_.call_types[call.row.type.value].callback.keeps_place)
    return send_away(call, WaitEnd::callback, CallOutcome::callback, ReleaseCause::flowed_out);
  end_wait(call, WaitEnd::callback);
  stop_playing(call);
  wish(Release{call.row.id, ReleaseCause::flowed_out});
  hang_up_trunk(call);
  call.row.direction = Direction::callback;
  call.row.absent = true;
  call.row.caller_holds = false;
  call.row.attempt = 0;
  enter(call, call.row.queue);
}

void ReferenceAcd::hang_up_trunk(Call& call) { call.has_line = false; }

void ReferenceAcd::end(Call& call, CallOutcome outcome) {
  stop_timer(call);
  give_port_back(call);
  hang_up_trunk(call);
  happened(CallEnded{call.row.id, call.row.key, labels(call), outcome});
  call.row.state = CallState::gone;
}

void ReferenceAcd::on(const CallerHungUp& fact) {
  Call* call = find(fact.call);
  if (call == nullptr) return;
  if (call->row.state == CallState::in_ivr) return end(*call, CallOutcome::left_ivr);
  if (call->row.state == CallState::flowing_out) return end(*call, CallOutcome::voicemail);
  if (call->row.state == CallState::talking) return on(TalkEnded{fact.call, TalkEnd::by_caller, Duration{0}});
  if (call->surveyed) return end_survey(*call, true);
  if (call->row.state == CallState::outside) return end(*call, CallOutcome::transferred_out);
  if (call->row.state == CallState::wrapping_up) {
    call->talks_outside = false;
    return hang_up_trunk(*call);
  }
  end_wait(*call, WaitEnd::abandoned);
  if (call->row.state == CallState::offered) withdraw(*call);
  end(*call, CallOutcome::abandoned);
}

void ReferenceAcd::on(const TalkEnded& fact) {
  Call* call = find(fact.call);
  if (call == nullptr || call->row.state != CallState::talking) return;
  const CallType type = centre_.call_types[call->row.type.value];
  call->talk_ended_at = now_;
  call->hold = fact.hold;
  if (fact.how == TalkEnd::not_reached) {
    finish(*call, false, false);
    return end(*call, CallOutcome::not_reached);
  }
  call->passed_on = fact.how == TalkEnd::transferred_out;
  call->surveyed = fact.how == TalkEnd::by_agent && type.survey;
  call->talks_outside = call->passed_on;
  if (!call->surveyed && !call->talks_outside) hang_up_trunk(*call);
  const bool left_alone = fact.how == TalkEnd::by_agent && !call->surveyed;
  if (left_alone || fact.how == TalkEnd::lost) wish(Release{call->row.id, ReleaseCause::talk_ended});
  if (type.wrap_up) {
    call->row.state = CallState::wrapping_up;
    refresh(call->row.agent);
    wish(BeginWrapUp{call->row.id, call->row.agent});
  } else {
    agent_done(*call);
  }
  if (call->surveyed) {
    IvrOccasion occasion;
    occasion.kind = IvrOccasion::Kind::talk_ended;
    ask_ivr(*call, occasion);
  }
}

void ReferenceAcd::agent_done(Call& call) {
  finish(call, call.passed_on, true);
  if (!call.surveyed && !call.talks_outside)
    return end(call, call.passed_on ? CallOutcome::transferred_out : CallOutcome::served);
  call.row.state = call.surveyed ? CallState::in_survey : CallState::outside;
  call.row.agent = {};
}

void ReferenceAcd::on(const WrapUpEnded& fact) {
  Call* call = find(fact.call);
  if (call != nullptr && call->row.state == CallState::wrapping_up) agent_done(*call);
}

void ReferenceAcd::finish(Call& call, bool transferred, bool reached) {
  Agent& agent = agents_[call.row.agent.value];
  Duration& average = counts_[call.row.queue.value].average;
  const Duration handling = now_ - call.row.answered_at;
  average = average == Duration{0} ? handling : average + (handling - average) / 16;
  happened(HandlingEnded{call.row.id, labels(call), agent.row.group, call.row.agent, call.row.queued_at,
                         call.row.answered_at, call.talk_ended_at - call.row.answered_at, call.hold,
                         now_ - call.talk_ended_at, transferred, reached});
  std::replace(agent.hands.begin(), agent.hands.end(), call.row.id.slot, CallSlot{});
  refresh(call.row.agent);
  occasions_.push_back({Occasion::Kind::agent_free, {}, call.row.agent});
}

void ReferenceAcd::on(const CallTransferred& fact) {
  Call* call = find(fact.call);
  const bool known = !fact.type || fact.type.value < centre_.call_types.size();
  if (call == nullptr || call->row.state != CallState::talking || !known) return;
  call->talk_ended_at = now_;
  finish(*call, true, true);
  call->row.agent = {};
  call->row.absent = false;
  if (!fact.type) {
    call->row.queued_at = now_;
    return enter(*call, call->row.queue);
  }
  call->row.type = fact.type;
  begin_wait(*call, centre_.call_types[fact.type.value].queue);
}

void ReferenceAcd::on(const WaitingReleased& fact) {
  if (fact.queue.value >= centre_.queues.size()) return;
  for (std::size_t line = 0; line < lines_.size(); ++line) {
    for (Call* call : waiting_by_place()) {
      const Line own{call->row.queue, call->row.type, call->row.priority};
      if (own.queue != fact.queue || own.queue != lines_[line].queue || own.type != lines_[line].type ||
          own.priority != lines_[line].priority) {
        continue;
      }
      send_away(*call, WaitEnd::released, CallOutcome::released, ReleaseCause::closed);
    }
  }
}

void ReferenceAcd::on(const AttributesLearned& fact) {
  Call* call = find(fact.call);
  if (call == nullptr) return;
  learn(*call, fact.attributes);
  if (call->row.state == CallState::waiting) occasions_.push_back({Occasion::Kind::call_waits, call->row.id, {}});
}

void ReferenceAcd::offer(Call& call, AgentIndex index) {
  Agent& agent = agents_[index.value];
  call.row.state = CallState::offered;
  call.row.agent = index;
  call.row.held = false;
  call.offered_at = now_;
  call.offer = ++agent.row.offers;
  const auto empty = std::find(agent.hands.begin(), agent.hands.end(), CallSlot{});
  if (empty != agent.hands.end())
    *empty = call.row.id.slot;
  else
    agent.hands.push_back(call.row.id.slot);
  happened(OfferMade{{index, call.offer}, call.row.id, agent.row.group});
  refresh(index);
  wish(Offer{{index, call.offer}, call.row.id, centre_.offers.ring_limit});
}

void ReferenceAcd::on(const OfferAnswered& fact) {
  Call* call = ringing(fact.offer);
  if (call == nullptr) {
    const bool told_twice = std::any_of(calls_.begin(), calls_.end(), [&](const Call& other) {
      const bool in_hand = other.row.state == CallState::talking || other.row.state == CallState::wrapping_up;
      return in_hand && other.row.agent == fact.offer.agent && other.offer == fact.offer.ordinal;
    });
    if (!told_twice) wish(DropLeg{fact.offer});
    return;
  }
  Agent& agent = agents_[fact.offer.agent.value];
  happened(OfferEnded{fact.offer, call->row.id, agent.row.group, OfferEnd::answered, now_ - call->offered_at});
  end_wait(*call, WaitEnd::answered);
  stop_timer(*call);
  stop_playing(*call);
  call->row.state = CallState::talking;
  call->row.answered_at = now_;
  ++agent.row.answered;
  refresh(fact.offer.agent);
  wish(Connect{fact.offer, call->row.id});
}

void ReferenceAcd::take_back(Call& call, OfferEnd how) {
  Agent& agent = agents_[call.row.agent.value];
  happened(OfferEnded{{call.row.agent, call.offer}, call.row.id, agent.row.group, how, now_ - call.offered_at});
  std::replace(agent.hands.begin(), agent.hands.end(), call.row.id.slot, CallSlot{});
  call.row.agent = {};
}

void ReferenceAcd::withdraw(Call& call) {
  const OfferId id{call.row.agent, call.offer};
  take_back(call, OfferEnd::withdrawn);
  wish(WithdrawOffer{id, call.row.id});
  refresh(id.agent);
  occasions_.push_back({Occasion::Kind::agent_free, {}, id.agent});
}

void ReferenceAcd::wait_on(Call& call) {
  ++call.row.refusals;
  call.row.state = CallState::waiting;
  set_timer(call);
  occasions_.push_back({Occasion::Kind::call_waits, call.row.id, {}});
}

void ReferenceAcd::on(const OfferRefused& fact) {
  Call* call = ringing(fact.offer);
  if (call == nullptr) return;
  Agent& agent = agents_[fact.offer.agent.value];
  RefusalRule rule = centre_.offers.unreachable;
  OfferEnd how = fact.cause == OfferRefusal::busy ? OfferEnd::busy : OfferEnd::unreachable;
  if (fact.cause == OfferRefusal::no_answer) rule = centre_.offers.no_answer, how = OfferEnd::no_answer;
  if (fact.cause == OfferRefusal::declined) rule = centre_.offers.declined, how = OfferEnd::declined;
  take_back(*call, how);
  if (agent.presence == Presence::ready && rule.then == AfterRefusal::not_ready) {
    agent.presence = Presence::not_ready;
    agent.reason = NotReadyReason::refused_offer;
  }
  if (agent.presence == Presence::ready && rule.then == AfterRefusal::cool_down && rule.cool_down > 0ns) {
    agent.cooling_down = true;
    wish(StartTimer{{TimerId::Owner::agent, fact.offer.agent.value, ++agent.cooling_timer}, now_ + rule.cool_down});
  }
  refresh(fact.offer.agent);
  wait_on(*call);
  occasions_.push_back({Occasion::Kind::agent_free, {}, fact.offer.agent});
}

}  // namespace twinline::reference
