// What a waiting caller gets as time goes by, and the one timer that each call has for it and for its policy's wish to
// look again.
#include <algorithm>

#include "policies/acd/telling.hpp"
#include "policies/contract/expected_wait.hpp"

namespace twinline {
namespace {

constexpr Duration not_again = Duration::max();

/// The first time after the entry into the queue at which the treatment is due when those up to `done` are done.
Duration next_due(const Treatment& treatment, Duration done) {
  if (treatment.after > done) return treatment.after;
  if (treatment.every <= Duration{0}) return not_again;
  return treatment.after + ((done - treatment.after) / treatment.every + 1) * treatment.every;
}

}  // namespace

Duration Acd::next_treatment(const CallView& call) const {
  Duration next = not_again;
  for (const Treatment& treatment : centre_.queues[call.queue.value].treatments) {
    next = std::min(next, next_due(treatment, call_records_[call.id.slot.value].treated_until));
  }
  return next;
}

/// Sets the call's timer to whatever comes first.
void Acd::arm_timer(CallView& call) {
  acd::CallRecord& record = record_of(call);
  Time due = record.reconsider_at;
  if (!call.caller_holds && !call.absent && !centre_.queues[call.queue.value].treatments.empty()) {
    const Duration next = next_treatment(call);
    if (next != not_again) due = std::min(due, record.entered_at + next);
  }
  if (due == never) {
    disarm_timer(call);
    return;
  }
  due = std::max(due, now_);
  if (due == record.timer_at) return;
  record.timer_at = due;
  wish(StartTimer{{TimerId::Owner::call, call.id.slot.value, call.id.generation}, due});
}

void Acd::disarm_timer(CallView& call) {
  acd::CallRecord& record = record_of(call);
  record.reconsider_at = never;
  if (record.timer_at == never) [[likely]]
    return;
  record.timer_at = never;
  wish(CancelTimer{{TimerId::Owner::call, call.id.slot.value, call.id.generation}});
}

void Acd::on(const TimerFired& fact) {
  switch (fact.timer.owner) {
    case TimerId::Owner::call: {
      CallView* call = find({CallSlot{fact.timer.position}, fact.timer.generation});
      if (call == nullptr || record_of(*call).timer_at > now_) return;
      acd::CallRecord& record = record_of(*call);
      record.timer_at = never;
      // While a phone rings nothing is done to the caller; if the offer fails, what is due by then follows at once.
      if (call->state != CallState::waiting) return;
      if (record.reconsider_at <= now_) {
        record.reconsider_at = never;
        want(Occasion::Kind::call_waits, call->id);
      }
      treat(*call);
      return;
    }
    case TimerId::Owner::agent: {
      if (fact.timer.position >= agents_.size()) return;
      acd::AgentRecord& record = agent_records_[fact.timer.position];
      if (record.timer_generation != fact.timer.generation || !record.cooling_down) return;
      record.cooling_down = false;
      const AgentIndex agent{fact.timer.position};
      settle(agent);
      want(Occasion::Kind::agent_free, {}, agent);
      return;
    }
    case TimerId::Owner::policies: {
      if (fact.timer.generation != policies_timer_generation_) return;
      policies_timer_ = never;
      expire_requests();
      for (std::uint8_t part = 0; part < policy_parts; ++part) {
        if (routing_timers_[part] > now_) continue;
        routing_timers_[part] = never;
        want(Occasion::Kind::timer, {}, {}, part);
      }
      if (staffing_timer_ <= now_) {
        staffing_timer_ = never;
        ask_staffing(StaffingOccasion::Kind::timer, {});
      }
      arm_policies_timer();
      return;
    }
  }
}

/// Applies every treatment that is due by now, in order, as long as the call waits in the same queue. Who holds, or is
/// not on the line, would hear nothing of it.
void Acd::treat(CallView& call) {
  while (call.state == CallState::waiting && !call.caller_holds && !call.absent) {
    const Duration due = next_treatment(call);
    const Duration in_queue = now_ - record_of(call).entered_at;
    if (due == not_again || due > in_queue) break;
    const QueueIndex queue = call.queue;
    const Duration done_before = record_of(call).treated_until;
    record_of(call).treated_until = due;
    for (const Treatment& treatment : centre_.queues[queue.value].treatments) {
      if (next_due(treatment, done_before) != due) continue;
      if (next_due(treatment, due) <= in_queue)
        continue;  // a repetition missed while a phone rang: only the last plays
      apply(call, treatment);
      if (call.state != CallState::waiting || call.queue != queue) return;
    }
  }
  if (call.state == CallState::waiting) arm_timer(call);
}

void Acd::apply(CallView& call, const Treatment& treatment) {
  switch (treatment.kind) {
    case TreatmentKind::announcement:
    case TreatmentKind::expected_wait:
    case TreatmentKind::callback_offer: play(call, treatment.kind, treatment.prompt); break;
    case TreatmentKind::overflow:
      leave_queue(call, WaitEnd::overflowed);
      enter_queue(call, treatment.to, Wait::goes_on);
      break;
    case TreatmentKind::exit_to_queue:
      leave_queue(call, WaitEnd::exited);
      enter_queue(call, treatment.to, Wait::begins);
      break;
    case TreatmentKind::voicemail:
      leave_queue(call, WaitEnd::voicemail);
      disarm_timer(call);
      call.state = CallState::flowing_out;
      play(call, TreatmentKind::voicemail, treatment.prompt);
      break;
    case TreatmentKind::release:
      send_away(call, WaitEnd::released, CallOutcome::released, ReleaseCause::treatment);
      break;
    case TreatmentKind::channel_offer: break;  // only flows offer another channel
  }
}

/// The wait that is said is that of a call of this type; none: of the call as it is.
void Acd::play(CallView& call, TreatmentKind kind, PromptIndex prompt, CallTypeIndex type) {
  stop_playing(call);
  acd::CallRecord& record = record_of(call);
  record.playing = kind;
  record.prompt = prompt;
  record.cut_short = call.caller_holds;
  if (record.cut_short) return;
  record.awaited = acd::Awaited::playing;
  const bool says_wait = kind == TreatmentKind::expected_wait || kind == TreatmentKind::callback_offer;
  wish(Play{call.id, kind, prompt, says_wait ? expected_wait(call, type) : Duration{0}});
}

void Acd::stop_playing(CallView& call) {
  acd::CallRecord& record = record_of(call);
  record.cut_short = false;
  if (record.awaited != acd::Awaited::playing && record.awaited != acd::Awaited::input) return;
  record.awaited = acd::Awaited::nothing;
  wish(StopPlaying{call.id});
}

void Acd::on(const CallerHeld& fact) {
  CallView* call = find(fact.call);
  if (call == nullptr || call->caller_holds == fact.held) return;
  acd::CallRecord& record = record_of(*call);
  call->caller_holds = fact.held;
  if (fact.held) {
    record.held_since = now_;
    const bool plays = record.awaited == acd::Awaited::playing || record.awaited == acd::Awaited::input;
    stop_playing(*call);
    record.cut_short = plays;
  } else {
    // The treatments' time has stood still since the hold began, or since the call came into this queue.
    record.entered_at += now_ - std::max(record.held_since, record.entered_at);
    if (record.cut_short && (call->state == CallState::in_ivr || record.in_survey)) {
      record.cut_short = false;
      ask_ivr(*call, {.kind = IvrOccasion::Kind::resumed});
    } else if (record.cut_short) {
      play(*call, record.playing, record.prompt);
    }
  }
  if (call->state == CallState::waiting) arm_timer(*call);
}

void Acd::on(const TreatmentEnded& fact) {
  CallView* call = find(fact.call);
  if (!expects(call, acd::Awaited::playing)) return;
  record_of(*call).awaited = acd::Awaited::nothing;
  const TreatmentKind kind = record_of(*call).playing;
  if (call->state == CallState::in_ivr || record_of(*call).in_survey) {
    ask_ivr(*call, {.kind = IvrOccasion::Kind::step_ended, .outcome = fact.outcome});
  } else if (call->state == CallState::flowing_out) {
    wish(Release{call->id, ReleaseCause::flowed_out});
    end(*call, CallOutcome::voicemail);
  } else if (call->state == CallState::waiting && kind == TreatmentKind::callback_offer &&
             fact.outcome == TreatmentOutcome::accepted) {
    call_back(*call);
  }
}

/// For a call in the IVR: as if it came to the queue of this type now.
Duration Acd::expected_wait(const CallView& call, CallTypeIndex type) const {
  if (!type || type.value >= centre_.call_types.size()) type = call.type;
  if (call.state == CallState::in_ivr) return twinline::expected_wait(view_, type);
  return twinline::expected_wait(view_, call.queue, type, queues_[call.queue.value].waiting);
}

}  // namespace twinline
