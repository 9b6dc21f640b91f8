// The IVR of the reference ACD: before the queue, and after the talk while the agent may still be at the wrap-up.
#include <algorithm>
#include <utility>

#include "tests/replay/acd_reference.hpp"

namespace twinline::reference {

Call* ReferenceAcd::owing(CallId id, Owed answer) {
  Call* call = find(id);
  if (call == nullptr || call->owed != answer) return nullptr;
  call->owed = Owed::nothing;
  return call;
}

void ReferenceAcd::learn(Call& call, Attributes attributes) {
  for (const Attribute& learned : attributes) {
    const auto known = std::find_if(call.attributes.begin(), call.attributes.end(),
                                    [&](const Attribute& attribute) { return attribute.name == learned.name; });
    if (known != call.attributes.end()) {
      *known = learned;
    } else if (call.attributes.size() < max_attributes) {
      call.attributes.push_back(learned);
    }
    if (call.row.state != CallState::in_ivr) continue;
    const std::string& name = centre_.attributes[learned.name.value];
    if (name == "priority" && learned.value >= 0 && learned.value <= highest_priority)
      call.row.priority = static_cast<std::uint8_t>(learned.value);
    if (name == "value") call.row.value = static_cast<double>(learned.value);
  }
}

void ReferenceAcd::ask_ivr(Call& call, IvrOccasion occasion) {
  occasion.call = call.row.id;
  occasion.step = call.ivr_steps;
  IvrDecision decision;
  try {
    decision = ivr->decide(view(), occasion);
  } catch (...) {
    reject(DecisionFault::threw, call.row.id, {});
  }
  obey_ivr(call, decision);
}

void ReferenceAcd::obey_ivr(Call& call, IvrDecision decision) {
  using Kind = IvrDecision::Kind;
  const CallId id = call.row.id;
  call.row.position = decision.position;
  if (decision.remember.name) learn(call, {&decision.remember, 1});
  if (decision.kind == Kind::look_up && decision.source.value >= centre_.look_ups.size()) {
    reject(DecisionFault::unknown_look_up, id, {});
    decision.kind = Kind::enqueue;
  } else if (decision.kind == Kind::transfer_out && decision.destination.value >= centre_.destinations.size()) {
    reject(DecisionFault::unknown_destination, id, {});
    decision.kind = Kind::enqueue;
  }
  const bool goes_on = decision.kind == Kind::play || decision.kind == Kind::collect || decision.kind == Kind::look_up;
  if (call.surveyed && !goes_on) return end_survey(call, false);
  const bool keeps_ivr_busy = goes_on || decision.kind == Kind::transfer_out || decision.kind == Kind::take_message;
  if (keeps_ivr_busy && !wants_port(call)) return all_ports_busy(call);
  if (goes_on || decision.kind == Kind::transfer_out) ++call.ivr_steps;

  if (decision.kind == Kind::play) return play(call, decision.treatment, decision.prompt, decision.type);
  if (decision.kind == Kind::collect) {
    if (call.row.caller_holds) {
      call.interrupted = true;
      return;
    }
    call.owed = Owed::input;
    return wish(Collect{id, decision.prompt, decision.digits});
  }
  if (decision.kind == Kind::look_up) {
    call.owed = Owed::look_up;
    return wish(LookUp{id, decision.source, decision.deadline});
  }
  if (decision.kind == Kind::transfer_out) {
    call.owed = Owed::transfer;
    return wish(TransferOut{id, decision.destination});
  }
  if (decision.kind == Kind::take_message) {
    call.row.state = CallState::flowing_out;
    return play(call, TreatmentKind::voicemail, decision.prompt, {});
  }
  if (decision.kind == Kind::call_back) {
    if (centre_.call_types[call.row.type.value].callback.keeps_place) {
      begin_wait(call, centre_.call_types[call.row.type.value].queue);
      return call_back(call);
    }
    wish(Release{id, ReleaseCause::flowed_out});
    return end(call, CallOutcome::callback);
  }
  if (decision.kind == Kind::release) {
    wish(Release{id, decision.cause});
    if (decision.cause == ReleaseCause::flow_ended) return end(call, CallOutcome::self_served);
    if (decision.cause == ReleaseCause::steered) return end(call, CallOutcome::steered);
    return end(call, CallOutcome::released);
  }
  if (decision.type.value < centre_.call_types.size()) call.row.type = decision.type;
  begin_wait(call, centre_.call_types[call.row.type.value].queue);
}

bool ReferenceAcd::wants_port(Call& call) {
  if (call.has_port || centre_.ivr_ports.ports == 0) return true;
  const auto taken = std::count_if(calls_.begin(), calls_.end(), [](const Call& other) { return other.has_port; });
  if (taken >= std::int64_t{centre_.ivr_ports.ports}) return false;
  call.has_port = true;
  call.port_since = now_;
  return true;
}

void ReferenceAcd::all_ports_busy(Call& call) {
  const bool refused = !call.surveyed && centre_.ivr_ports.when_busy == WhenPortsBusy::reject;
  happened(IvrPortsBusy{call.row.id, labels(call), refused});
  if (call.surveyed) return end_survey(call, false);
  call.row.position = {};
  if (!refused) return begin_wait(call, centre_.call_types[call.row.type.value].queue);
  happened(CallBlocked{call.row.id, labels(call), call.row.trunk});
  wish(Release{call.row.id, ReleaseCause::no_line});
  end(call, CallOutcome::blocked);
}

void ReferenceAcd::give_port_back(Call& call) {
  if (!call.has_port) return;
  call.has_port = false;
  happened(IvrPortFreed{call.row.id, labels(call), call.port_since, now_ - call.port_since});
}

void ReferenceAcd::end_survey(Call& call, bool hung_up) {
  call.surveyed = call.interrupted = false;
  call.owed = Owed::nothing;
  if (!hung_up) wish(Release{call.row.id, ReleaseCause::flow_ended});
  give_port_back(call);
  hang_up_trunk(call);
  if (call.row.state == CallState::in_survey) end(call, CallOutcome::served);
}

void ReferenceAcd::on(const InputReceived& fact) {
  Call* call = owing(fact.call, Owed::input);
  if (call == nullptr) return;
  IvrOccasion occasion;
  occasion.kind = IvrOccasion::Kind::input_received;
  occasion.input = &fact;
  ask_ivr(*call, occasion);
}

void ReferenceAcd::on(const LookUpEnded& fact) {
  Call* call = owing(fact.call, Owed::look_up);
  if (call == nullptr) return;
  learn(*call, fact.attributes);
  IvrOccasion occasion;
  occasion.kind = IvrOccasion::Kind::look_up_ended;
  occasion.look_up = fact.outcome;
  ask_ivr(*call, occasion);
}

void ReferenceAcd::on(const TransferOutEnded& fact) {
  Call* call = owing(fact.call, Owed::transfer);
  if (call == nullptr) return;
  if (fact.outcome == TransferOutcome::completed) return end(*call, CallOutcome::transferred_out);
  IvrOccasion occasion;
  occasion.kind = IvrOccasion::Kind::transfer_out_ended;
  occasion.transfer = fact.outcome;
  ask_ivr(*call, occasion);
}

void ReferenceAcd::on(const CallerHeld& fact) {
  Call* call = find(fact.call);
  if (call == nullptr || call->row.caller_holds == fact.held) return;
  call->row.caller_holds = fact.held;
  if (fact.held) {
    const bool hears = call->owed == Owed::playing || call->owed == Owed::input;
    call->held_since = now_;
    call->interrupted = hears;
    if (hears) {
      call->owed = Owed::nothing;
      wish(StopPlaying{call->row.id});
    }
  } else {
    // Treatments come as much later as the caller did not listen while in this queue.
    const Time unheard_from = std::max(call->held_since, call->entered_at);
    call->entered_at += now_ - unheard_from;
    if (std::exchange(call->interrupted, false)) {
      if (call->row.state == CallState::in_ivr || call->surveyed) {
        IvrOccasion occasion;
        occasion.kind = IvrOccasion::Kind::resumed;
        ask_ivr(*call, occasion);
      } else {
        play(*call, call->plays, call->prompt, {});
      }
    }
  }
  if (call->row.state == CallState::waiting) set_timer(*call);
}

}  // namespace twinline::reference
