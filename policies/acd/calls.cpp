// A call's way through the ACD: arrival, queue, talk, wrap-up, end.
#include <algorithm>
#include <cassert>
#include <utility>

#include "policies/acd/telling.hpp"
#include "policies/contract/attribute_roles.hpp"

namespace twinline {

void Acd::make_room(CallSlot slot) {
  if (slot.value < calls_.size()) return;
  const std::size_t slots = std::max<std::size_t>({slot.value + std::size_t{1}, calls_.size() * 2, 64});
  calls_.resize(slots);
  call_records_.resize(slots);
  attributes_.resize(slots * max_attributes);
  refresh_view();
}

void Acd::on(const CallArrived& fact) {
  if (find(fact.call) != nullptr) return;  // told twice
  make_room(fact.call.slot);
  CallView& call = calls_[fact.call.slot.value];
  assert(call.state == CallState::gone && "the world reused the slot of a call that has not ended");
  call = CallView{};
  call_records_[fact.call.slot.value] = {};
  call.id = fact.call;
  call.key = fact.key;
  call.arrived = now_;
  call.queued_at = now_;
  call.type = fact.type;
  call.segment = fact.segment;
  call.queue = centre_.call_types[fact.type.value].queue;
  call.trunk = fact.trunk;
  call.priority = std::min(fact.priority, highest_priority);
  call.attempt = fact.attempt;
  call.direction = fact.direction;
  call.absent = fact.absent;
  call.value = fact.value;
  call.attribute_count = static_cast<std::uint8_t>(std::min(fact.attributes.size(), max_attributes));
  std::copy_n(fact.attributes.begin(), call.attribute_count,
              attributes_.begin() + static_cast<std::ptrdiff_t>(fact.call.slot.value * max_attributes));
  call.state = CallState::in_ivr;

  if (fact.trunk) {
    TrunkView& trunk = trunks_[fact.trunk.value];
    const std::uint32_t lines = centre_.trunks[fact.trunk.value].lines;
    if (!trunk.up || (lines > 0 && trunk.busy_lines >= lines)) {
      emit(CallBlocked{call.id, labels_of(call), fact.trunk});
      wish(Release{call.id, trunk.up ? ReleaseCause::no_line : ReleaseCause::trunk_down});
      end(call, CallOutcome::blocked);
      return;
    }
    ++trunk.busy_lines;
    record_of(call).holds_line = true;
  }
  if (fact.direction != Direction::inbound) [[unlikely]]
    return enter_queue(call, call.queue, Wait::begins);
  ask_ivr(call, {});
}

/// Begins a wait in this queue, behind everybody who waits by now or, for a call that returns, at its old place; after
/// an overflow the wait and its place go on.
void Acd::enter_queue(CallView& call, QueueIndex queue, Wait wait) {
  free_port(call);
  call.queue = queue;
  if (wait != Wait::goes_on) call.queued_at = now_;
  if (wait == Wait::begins) call.place = next_place_++;
  call.state = CallState::waiting;
  call.held = false;
  record_of(call).entered_at = now_;
  record_of(call).treated_until = Duration{-1};
  link_into_line(call);
  ++queues_[queue.value].entered;
  emit(WaitBegan{call.id, call.key, labels_of(call)});
  arm_timer(call);
  want(Occasion::Kind::call_waits, call.id);
}

/// Ends the wait in the present queue; the call is in no line afterwards.
void Acd::leave_queue(CallView& call, WaitEnd how) {
  const bool ringing = call.state == CallState::offered;
  if (call.state == CallState::waiting) unlink_from_line(call);
  const bool answered = how == WaitEnd::answered;
  QueueView& queue = queues_[call.queue.value];
  if (answered) ++queue.answered;
  if (how == WaitEnd::abandoned) ++queue.abandoned;
  emit(WaitEnded{call.id, call.key, labels_of(call), answered ? agents_[call.agent.value].group : GroupIndex{},
                 answered ? call.agent : AgentIndex{}, how, ringing && !answered, call.queued_at,
                 now_ - call.queued_at});
}

/// The caller has accepted a callback. With virtual hold the line is freed and the call waits on at its old place, for
/// a customer who is not there; it counts from now on as a call that the centre makes.
void Acd::call_back(CallView& call) {
  if (!centre_.call_types[call.type.value].callback.keeps_place) {
    return send_away(call, WaitEnd::callback, CallOutcome::callback, ReleaseCause::flowed_out);
  }
  leave_queue(call, WaitEnd::callback);
  stop_playing(call);
  wish(Release{call.id, ReleaseCause::flowed_out});
  free_line(call);
  call.direction = Direction::callback;
  call.absent = true;
  call.caller_holds = false;
  call.attempt = 0;
  enter_queue(call, call.queue, Wait::goes_on);
}

/// Ends a wait for good without an agent and lets the caller go.
void Acd::send_away(CallView& call, WaitEnd how, CallOutcome outcome, ReleaseCause cause) {
  leave_queue(call, how);
  stop_playing(call);
  wish(Release{call.id, cause});
  end(call, outcome);
}

void Acd::end(CallView& call, CallOutcome outcome) {
  disarm_timer(call);
  free_port(call);
  free_line(call);
  emit(CallEnded{call.id, call.key, labels_of(call), outcome});
  call.state = CallState::gone;
}

void Acd::free_line(CallView& call) {
  acd::CallRecord& record = record_of(call);
  if (!record.holds_line) return;
  record.holds_line = false;
  --trunks_[call.trunk.value].busy_lines;
}

void Acd::on(const CallerHungUp& fact) {
  CallView* call = find(fact.call);
  if (call == nullptr) return;
  switch (call->state) {
    case CallState::in_ivr: end(*call, CallOutcome::left_ivr); break;
    case CallState::offered:
      leave_queue(*call, WaitEnd::abandoned);
      withdraw_offer(*call);
      end(*call, CallOutcome::abandoned);
      break;
    case CallState::waiting:
      leave_queue(*call, WaitEnd::abandoned);
      end(*call, CallOutcome::abandoned);
      break;
    case CallState::talking: on(TalkEnded{fact.call, TalkEnd::by_caller, Duration{0}}); break;
    case CallState::flowing_out: end(*call, CallOutcome::voicemail); break;
    case CallState::in_survey: end_survey(*call, true); break;
    case CallState::outside: end(*call, CallOutcome::transferred_out); break;
    case CallState::wrapping_up:
      if (record_of(*call).in_survey) end_survey(*call, true);
      if (std::exchange(record_of(*call).outside, false)) free_line(*call);
      break;
    case CallState::gone: break;
  }
}

void Acd::on(const TalkEnded& fact) {
  CallView* call = find(fact.call);
  if (call == nullptr || call->state != CallState::talking) return;
  acd::CallRecord& record = record_of(*call);
  record.talk_ended_at = now_;
  record.hold = fact.hold;
  record.transferred_out = record.outside = fact.how == TalkEnd::transferred_out;
  if (fact.how == TalkEnd::not_reached) [[unlikely]] {
    finish_handling(*call, false, false);
    return end(*call, CallOutcome::not_reached);
  }
  const CallType& type = centre_.call_types[call->type.value];
  if (fact.how == TalkEnd::by_agent && type.survey) {
    record.in_survey = true;
  } else {
    // Whose talk was lost may still be on the line, or seem to be.
    const bool may_be_there = fact.how == TalkEnd::by_agent || fact.how == TalkEnd::lost;
    if (may_be_there) wish(Release{call->id, ReleaseCause::talk_ended});
    if (!record.outside) free_line(*call);
  }
  if (type.wrap_up) {
    call->state = CallState::wrapping_up;
    acd::AgentRecord& agent = agent_records_[call->agent.value];
    --agent.talking;
    ++agent.wrapping_up;
    settle(call->agent);
    wish(BeginWrapUp{call->id, call->agent});
  } else {
    end_handling(*call);
  }
  if (record_of(*call).in_survey) ask_ivr(*call, {.kind = IvrOccasion::Kind::talk_ended});
}

void Acd::on(const WrapUpEnded& fact) {
  CallView* call = find(fact.call);
  if (call == nullptr || call->state != CallState::wrapping_up) return;
  end_handling(*call);
}

/// The agent is done with the call, and so is the centre unless the caller still answers questions or talks outside.
void Acd::end_handling(CallView& call) {
  const acd::CallRecord& record = record_of(call);
  finish_handling(call, record.transferred_out);
  if (record.in_survey) {
    call.agent = {};
    call.state = CallState::in_survey;
  } else if (record.outside) {
    call.agent = {};
    call.state = CallState::outside;
  } else {
    end(call, record.transferred_out ? CallOutcome::transferred_out : CallOutcome::served);
  }
}

/// Frees the agent of this call and tells the times.
void Acd::finish_handling(CallView& call, bool transferred, bool reached) {
  const acd::CallRecord& record = record_of(call);
  acd::AgentRecord& agent = agent_records_[call.agent.value];
  if (call.state == CallState::wrapping_up) {
    --agent.wrapping_up;
  } else {
    --agent.talking;
  }
  QueueView& queue = queues_[call.queue.value];
  const Duration handling = now_ - call.answered_at;
  constexpr int weight = 16;
  queue.average_handling = queue.average_handling == Duration{0}
                               ? handling
                               : queue.average_handling + (handling - queue.average_handling) / weight;
  emit(HandlingEnded{call.id, labels_of(call), agents_[call.agent.value].group, call.agent, call.queued_at,
                     call.answered_at, record.talk_ended_at - call.answered_at, record.hold,
                     now_ - record.talk_ended_at, transferred, reached});
  *place_of(call.agent, call.id.slot) = CallSlot{};
  settle(call.agent);
  want(Occasion::Kind::agent_free, {}, call.agent);
}

void Acd::on(const CallTransferred& fact) {
  CallView* call = find(fact.call);
  if (call == nullptr || call->state != CallState::talking) return;
  if (fact.type && fact.type.value >= centre_.call_types.size()) return;
  record_of(*call).talk_ended_at = now_;
  finish_handling(*call, true);
  call->agent = {};
  call->absent = false;
  if (!fact.type) return enter_queue(*call, call->queue, Wait::returns);
  call->type = fact.type;
  enter_queue(*call, centre_.call_types[fact.type.value].queue, Wait::begins);
}

void Acd::on(const WaitingReleased& fact) {
  if (fact.queue.value >= queues_.size()) return;
  for (LineView& line : lines_) {
    if (line.queue != fact.queue) continue;
    while (line.first) {
      send_away(calls_[line.first.value], WaitEnd::released, CallOutcome::released, ReleaseCause::closed);
    }
  }
}

void Acd::on(const AttributesLearned& fact) {
  CallView* call = find(fact.call);
  if (call == nullptr) return;
  learn(*call, fact.attributes);
  if (call->state == CallState::waiting) want(Occasion::Kind::call_waits, call->id);
}

void Acd::learn(CallView& call, Attributes attributes) {
  Attribute* table = attributes_.data() + call.id.slot.value * max_attributes;
  for (const Attribute& learned : attributes) {
    Attribute* const end_of_known = table + call.attribute_count;
    Attribute* place =
        std::find_if(table, end_of_known, [&](const Attribute& known) { return known.name == learned.name; });
    if (place == end_of_known) {
      if (call.attribute_count == max_attributes) continue;
      ++call.attribute_count;
    }
    *place = learned;
  }
  if (call.state != CallState::in_ivr) return;  // its line has been chosen by the priority
  call.priority = priority_in(centre_, attributes).value_or(call.priority);
  call.value = worth_in(centre_, attributes).value_or(call.value);
}

}  // namespace twinline
