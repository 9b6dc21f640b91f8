// Asking the IVR policy before the queue and after the talk, and what becomes of its answers.
#include "policies/acd/telling.hpp"

namespace twinline {
namespace {

/// Whether the IVR is busy with a caller for whom this was decided.
constexpr bool occupies_port(IvrDecision::Kind kind) {
  using Kind = IvrDecision::Kind;
  return kind == Kind::play || kind == Kind::collect || kind == Kind::look_up || kind == Kind::transfer_out ||
         kind == Kind::take_message;
}

/// What a call comes to that a flow releases.
constexpr CallOutcome outcome_of(ReleaseCause cause) {
  if (cause == ReleaseCause::flow_ended) return CallOutcome::self_served;
  return cause == ReleaseCause::steered ? CallOutcome::steered : CallOutcome::released;
}

}  // namespace

/// Whether this answer about this call is still owed; else the fact is late.
bool Acd::expects(const CallView* call, acd::Awaited answer) const {
  return call != nullptr && call_records_[call->id.slot.value].awaited == answer;
}

/// The occasion comes without the call and the count of its steps.
void Acd::ask_ivr(CallView& call, IvrOccasion occasion) {
  occasion.call = call.id;
  occasion.step = record_of(call).ivr_steps;
  carry_out(call, decision_on(occasion));
}

/// What the policy decides; the default where it throws.
IvrDecision Acd::decision_on(const IvrOccasion& occasion) {
  try {
    return policies_.ivr->decide(view_, occasion);
  } catch (...) {
    reject(DecisionFault::threw, occasion.call, {});
    return {};
  }
}

void Acd::carry_out(CallView& call, const IvrDecision& decision) {
  using Kind = IvrDecision::Kind;
  acd::CallRecord& record = record_of(call);
  if (decision.position.flow || call.position.flow) call.position = decision.position;
  if (decision.remember.name) learn(call, {&decision.remember, 1});
  Kind kind = decision.kind;
  if (kind == Kind::look_up && decision.source.value >= centre_.look_ups.size()) {
    reject(DecisionFault::unknown_look_up, call.id, {});
    kind = Kind::enqueue;
  }
  if (kind == Kind::transfer_out && decision.destination.value >= centre_.destinations.size()) {
    reject(DecisionFault::unknown_destination, call.id, {});
    kind = Kind::enqueue;
  }
  if (record.in_survey && kind != Kind::play && kind != Kind::collect && kind != Kind::look_up) {
    return end_survey(call, false);
  }
  if (centre_.ivr_ports.ports > 0 && occupies_port(kind) && !finds_port(call)) return go_without_port(call);
  switch (kind) {
    case Kind::enqueue:
      if (decision.type && decision.type.value < centre_.call_types.size()) call.type = decision.type;
      return enter_queue(call, centre_.call_types[call.type.value].queue, Wait::begins);
    case Kind::play: ++record.ivr_steps; return play(call, decision.treatment, decision.prompt, decision.type);
    case Kind::collect:
      ++record.ivr_steps;
      record.cut_short = call.caller_holds;
      if (record.cut_short) return;
      record.awaited = acd::Awaited::input;
      wish(Collect{call.id, decision.prompt, decision.digits});
      return;
    case Kind::look_up:
      ++record.ivr_steps;
      record.awaited = acd::Awaited::look_up;
      wish(LookUp{call.id, decision.source, decision.deadline});
      return;
    case Kind::transfer_out:
      ++record.ivr_steps;
      record.awaited = acd::Awaited::transfer_out;
      wish(TransferOut{call.id, decision.destination});
      return;
    case Kind::take_message:
      call.state = CallState::flowing_out;
      return play(call, TreatmentKind::voicemail, decision.prompt);
    case Kind::call_back:
      if (centre_.call_types[call.type.value].callback.keeps_place) {
        enter_queue(call, centre_.call_types[call.type.value].queue, Wait::begins);
        return call_back(call);
      }
      wish(Release{call.id, ReleaseCause::flowed_out});
      return end(call, CallOutcome::callback);
    case Kind::release: wish(Release{call.id, decision.cause}); return end(call, outcome_of(decision.cause));
  }
}

/// Whether the call has a port of the IVR, or gets one now.
bool Acd::finds_port(CallView& call) {
  acd::CallRecord& record = record_of(call);
  if (record.holds_port) return true;
  if (view_.busy_ivr_ports >= centre_.ivr_ports.ports) return false;
  ++view_.busy_ivr_ports;
  record.holds_port = true;
  record.port_taken_at = now_;
  return true;
}

/// All ports are busy: whoever has had the talk misses the survey, everybody else the flow.
void Acd::go_without_port(CallView& call) {
  const bool after_talk = record_of(call).in_survey;
  const bool refused = !after_talk && centre_.ivr_ports.when_busy == WhenPortsBusy::reject;
  emit(IvrPortsBusy{call.id, labels_of(call), refused});
  if (after_talk) return end_survey(call, false);
  call.position = {};
  if (!refused) return enter_queue(call, centre_.call_types[call.type.value].queue, Wait::begins);
  emit(CallBlocked{call.id, labels_of(call), call.trunk});
  wish(Release{call.id, ReleaseCause::no_line});
  end(call, CallOutcome::blocked);
}

void Acd::free_port(CallView& call) {
  acd::CallRecord& record = record_of(call);
  if (!record.holds_port) [[likely]]
    return;
  record.holds_port = false;
  --view_.busy_ivr_ports;
  emit(IvrPortFreed{call.id, labels_of(call), record.port_taken_at, now_ - record.port_taken_at});
}

/// The caller of a talk that is over leaves too; the agent may still be at the wrap-up.
void Acd::end_survey(CallView& call, bool caller_is_gone) {
  acd::CallRecord& record = record_of(call);
  record.in_survey = false;
  record.awaited = acd::Awaited::nothing;
  record.cut_short = false;
  if (!caller_is_gone) wish(Release{call.id, ReleaseCause::flow_ended});
  free_port(call);
  free_line(call);
  if (call.state == CallState::in_survey) end(call, CallOutcome::served);
}

void Acd::on(const InputReceived& fact) {
  CallView* call = find(fact.call);
  if (!expects(call, acd::Awaited::input)) return;
  record_of(*call).awaited = acd::Awaited::nothing;
  ask_ivr(*call, {.kind = IvrOccasion::Kind::input_received, .input = &fact});
}

void Acd::on(const LookUpEnded& fact) {
  CallView* call = find(fact.call);
  if (!expects(call, acd::Awaited::look_up)) return;
  record_of(*call).awaited = acd::Awaited::nothing;
  learn(*call, fact.attributes);
  ask_ivr(*call, {.kind = IvrOccasion::Kind::look_up_ended, .look_up = fact.outcome});
}

void Acd::on(const TransferOutEnded& fact) {
  CallView* call = find(fact.call);
  if (!expects(call, acd::Awaited::transfer_out)) return;
  record_of(*call).awaited = acd::Awaited::nothing;
  if (fact.outcome == TransferOutcome::completed) return end(*call, CallOutcome::transferred_out);
  ask_ivr(*call, {.kind = IvrOccasion::Kind::transfer_out_ended, .transfer = fact.outcome});
}

}  // namespace twinline
