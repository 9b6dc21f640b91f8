// Switchboard: callers who are passed on, by a flow or by their agent, to a number outside or to somebody whom the
// agent has consulted. Until that somebody has answered and the two can hear each other, nothing is over: the caller
// hears music, the agent keeps the call, and gets it back when it comes to nothing. An agent whose phone has left
// meanwhile does not; the caller then goes back to the queue, before those who came later.
#include <utility>

#include <fmt/format.h>

#include "live_bridge/sip/numbers.hpp"
#include "live_bridge/wall/log.hpp"
#include "live_bridge/world/sip_status.hpp"
#include "live_bridge/world/switchboard.hpp"

namespace twinline::live {
namespace {

/// What a flow is told of a number that did not answer.
TransferOutcome outcome_of(const sip::Cause& cause, bool rang) {
  switch (cause.status) {
    case sip_status::busy_here:
    case sip_status::busy_everywhere: return TransferOutcome::busy;
    case sip_status::temporarily_unavailable: return TransferOutcome::no_answer;
    case sip_status::request_timeout: return rang ? TransferOutcome::no_answer : TransferOutcome::failed;
    default: return TransferOutcome::failed;
  }
}

}  // namespace

/// Calls the number for the caller. Says in words why it may not be called; what becomes of it otherwise is told to the
/// ACD, and to the referrer.
std::string Switchboard::pass_on(LiveCall& call, const std::string& number, AgentIndex agent, sip::LegId referrer) {
  OutsideCall outside = outside_.plan(number, agent, call.trunk);
  if (!outside_.take_next_trunk(outside)) {
    const bool by_rule = outside.verdict != TollVerdict::allowed;
    const char* why = by_rule ? words_of(outside.verdict) : "no trunk has gateways";
    log_warning("call {} is not passed on: {}", call.media_id, why);
    stack_.report_referral(referrer, by_rule ? sip_status::forbidden : sip_status::service_unavailable);
    if (!agent) around_.tell(TransferOutEnded{call.id, by_rule ? TransferOutcome::refused : TransferOutcome::failed});
    return why;
  }
  call.passing.emplace();
  call.passing->outside = std::move(outside);
  call.passing->sent_by = agent;
  call.passing->referrer = referrer;
  if (agent) settle_recording(call, "the caller is being passed on");
  if (agent && media_) back_to_prompts(call);
  call_outside(call);
  return {};
}

/// Rings the number over the present trunk; later, when the caller has no audio yet.
void Switchboard::call_outside(LiveCall& call) {
  PassingOn& passing = *call.passing;
  if (!media_) {
    call_outside_with(call, call.caller_sdp);
    return;
  }
  if (call.media != LiveCall::Media::open) return;
  passing.party = fmt::format("outside{}", ++call.parties);
  media_->invite(call.media_id, passing.party, outside_.party_at(passing.outside.trunk),
                 [this, id = call.id, party = passing.party](const media::Reply& reply) {
                   LiveCall* invited = calls_.find(id);
                   if (!invited || !invited->passing || invited->passing->party != party) return;
                   if (reply.ok) {
                     call_outside_with(*invited, reply.sdp);
                   } else {
                     log_warning("call {}: no audio for the outside: {}", invited->media_id, reply.error);
                     not_passed_on(*invited, {sip_status::not_acceptable_here, 88, ""});
                   }
                 });
}

void Switchboard::call_outside_with(LiveCall& call, const std::string& sdp) {
  const auto leg = stack_.invite(outside_.invite(call.passing->outside, call.number, sdp));
  if (!leg) {
    try_next_trunk(call, {sip_status::service_unavailable, 34, "no line"});
    return;
  }
  call.passing->leg = *leg;
  remember(*leg, call, Side::agent);
}

/// `before` is why the last one did not carry the call.
void Switchboard::try_next_trunk(LiveCall& call, const sip::Cause& before) {
  call.passing->leg = {};
  if (outside_.take_next_trunk(call.passing->outside)) {
    call_outside(call);
  } else {
    not_passed_on(call, before);
  }
}

/// Who was consulted is to have the caller: told by a new offer in the dialog that is there already.
void Switchboard::pass_on_to_asked(LiveCall& call, const Consultations::Asked& asked, sip::LegId own,
                                   sip::LegId referrer) {
  PassingOn& passing = call.passing.emplace();
  passing.sent_by = call.talking->agent;
  passing.colleague = asked.colleague;
  passing.outside.trunk = asked.trunk;
  passing.consultation = own;
  passing.referrer = referrer;
  passing.leg = asked.leg;
  passing.party = fmt::format("asked{}", ++call.parties);
  remember(asked.leg, call, Side::agent);
  settle_recording(call, "the caller is being passed on");
  if (!media_) {
    stack_.offer(asked.leg, call.caller_sdp);
    return;
  }
  back_to_prompts(call);
  const media::Party terms = asked.colleague ? agents_party : outside_.party_at(asked.trunk);
  media_->invite(call.media_id, passing.party, terms,
                 [this, id = call.id, party = passing.party](const media::Reply& reply) {
                   LiveCall* invited = calls_.find(id);
                   if (!invited || !invited->passing || invited->passing->party != party) return;
                   if (reply.ok) {
                     stack_.offer(invited->passing->leg, reply.sdp);
                   } else {
                     not_passed_on(*invited, {sip_status::not_acceptable_here, 88, ""});
                   }
                 });
}

void Switchboard::next_answered(LiveCall& call, const std::string& sdp) {
  PassingOn& passing = *call.passing;
  passing.answer = sdp;
  if (!media_) {
    passed_on(call.id, passing.party, {true, sdp, {}, {}});
    return;
  }
  media_->bridge(call.media_id, passing.party, sdp,
                 [this, id = call.id, party = passing.party](const auto& reply) { passed_on(id, party, reply); });
}

/// Caller and next party hear each other: now the agent is free. Kept before it is told, so that a process which dies
/// in between leaves behind who talks with whom.
void Switchboard::passed_on(CallId id, const std::string& party, const media::Reply& reply) {
  LiveCall* call = calls_.find(id);
  if (!call || !call->passing || call->passing->party != party) return;
  if (!reply.ok) {
    log_warning("call {} could not be passed on: {}", call->media_id, reply.error);
    not_passed_on(*call, {sip_status::not_acceptable_here, 88, ""});
    return;
  }
  PassingOn next = std::move(*call->passing);
  call->passing.reset();
  std::optional<TalkingPhone> before = std::exchange(call->talking, std::nullopt);
  stack_.report_referral(next.referrer, sip_status::ok);
  if (next.consultation) next.outside.entry = consultations_->hand_over(next.consultation);
  TalkingPhone phone{next.colleague, next.leg, std::move(next.party), std::move(next.answer), {}, {}};
  phone.passed_on = true;
  phone.sent_by = next.sent_by;
  phone.trunk = next.outside.trunk;
  phone.entry = std::move(next.outside.entry);
  call->new_sdp = reply.sdp;
  begin_talk(*call, std::move(phone));
  if (!before) return;
  hold(*before, false);
  dismiss_listeners(id);
  around_.tell(TalkEnded{id, TalkEnd::transferred_out, before->held});
  stack_.hang_up(before->leg, {});
}

void Switchboard::not_passed_on(LiveCall& call, const sip::Cause& cause) {
  const bool rang = call.passing->rings;
  const AgentIndex agent = call.passing->sent_by;
  const sip::LegId referrer = std::exchange(call.passing->referrer, {});
  drop_passing(call, cause.status);
  if (!agent) {
    around_.tell(TransferOutEnded{call.id, outcome_of(cause, rang)});
  } else if (call.talking->leg) {
    stay_with_agent(call, referrer, cause.status);
  } else {
    call.talking.reset();
    call.watch.cancel();
    around_.tell(CallTransferred{call.id, {}});
  }
}

/// The agent hears of it when the caller is there again.
void Switchboard::stay_with_agent(LiveCall& call, sip::LegId referrer, int status) {
  if (!media_) {
    stack_.report_referral(referrer, status);
    return;
  }
  call.hears = LiveCall::Hears::nothing;
  media_->bridge(call.media_id, call.talking->party, call.talking->answer,
                 [this, id = call.id, referrer, status](const media::Reply& reply) {
                   LiveCall* back = calls_.find(id);
                   if (back && back->talking && reply.ok) {
                     tell_caller_new_audio(*back, reply.sdp);
                     settle_recording(*back, "the caller is with the agent again");
                   }
                   stack_.report_referral(referrer, status);
                 });
}

/// The agent's phone hangs up as soon as it has asked for the transfer, as some do.
void Switchboard::agent_left(LiveCall& call) {
  call.talking->leg = {};
  dismiss_listeners(call.id);
}

/// Nobody is to take the caller over any more. Who was consulted goes on talking with the agent.
void Switchboard::drop_passing(LiveCall& call, int status) {
  const PassingOn dropped = std::move(*call.passing);
  call.passing.reset();
  forget_leg(dropped.leg);
  if (!dropped.consultation) stack_.hang_up(dropped.leg, {});
  if (!dropped.consultation && dropped.colleague) roster_.disengage(dropped.colleague);
  stack_.report_referral(dropped.referrer, status);
}

/// Either has hung up, or is taken for lost: both lines are free.
void Switchboard::end_passed_on(LiveCall& call) {
  const CallId id = call.id;
  const TalkingPhone phone = std::move(*call.talking);
  call.talking.reset();
  call.watch.cancel();
  dismiss_listeners(id);
  stack_.hang_up(phone.leg, {});
  if (call.caller != LiveCall::Caller::gone) stack_.hang_up(call.caller_leg, {});
  call.caller = LiveCall::Caller::gone;
  forget(call);
  if (phone.sent_by) {
    around_.tell(CallerHungUp{id});
  } else {
    around_.tell(TransferOutEnded{id, TransferOutcome::completed});
  }
  if (phone.agent) roster_.disengage(phone.agent);
}

/// A party that was to take the caller over is gone, or the agent's side of the consultation is.
void Switchboard::consulted_side_ended(sip::LegId leg) {
  LiveCall* joining = nullptr;
  calls_.each([&](LiveCall& call) {
    if (call.passing && call.passing->consultation == leg) joining = &call;
  });
  if (!joining) {
    consultations_->ended(leg);
    return;
  }
  // The agent's phone need not wait until caller and colleague are joined.
  joining->passing->consultation = {};
  joining->passing->outside.entry = consultations_->hand_over(leg);
}

void Switchboard::next_gone(LiveCall& call) {
  const sip::LegId leg = call.passing->leg;
  not_passed_on(call, {sip_status::temporarily_unavailable, 16, ""});
  consultations_->ended(leg);
}

const scenarios::EntryPoint* Switchboard::entry_named(const std::string& number) const {
  for (const scenarios::TrunkSettings& trunk : around_.settings.trunks) {
    for (const scenarios::EntryPoint& entry : trunk.entries) {
      if (entry.number == number) return &entry;
    }
  }
  return nullptr;
}

void Switchboard::on_referred(sip::LegId leg, const sip::Referral& referral) {
  // A phone with two dialogs may name either and have it replace the other.
  sip::LegId with_caller = leg, own = referral.replaces;
  if (own && consultations_->has(leg)) std::swap(with_caller, own);
  Side side{};
  LiveCall* call = call_of(with_caller, &side);
  const bool in_talk = call && side == Side::agent && call->talking && call->talking->leg == with_caller;
  if (!in_talk || call->passing || call->talking->passed_on) {
    stack_.report_referral(leg, sip_status::forbidden);
    return;
  }
  const AgentIndex agent = call->talking->agent;
  if (own) {
    if (const auto asked = consultations_->asked_by(agent, own)) {
      pass_on_to_asked(*call, *asked, own, leg);
    } else {
      stack_.report_referral(leg, sip_status::no_such_dialog);
    }
    return;
  }
  const std::string number = sip::normalised(referral.target, {});
  if (const scenarios::EntryPoint* entry = entry_named(number)) {
    stack_.report_referral(leg, sip_status::ok);
    transfer(agent, entry->type);
  } else {
    pass_on(*call, number, agent, leg);
  }
}

std::string Switchboard::transfer(AgentIndex agent, CallTypeIndex type) {
  LiveCall* call = nullptr;
  if (const char* why = why_not_transferable(agent, call)) return why;
  const CallId id = call->id;
  part(*call);
  around_.tell(CallTransferred{id, type});
  return {};
}

std::string Switchboard::transfer(AgentIndex agent, const std::string& number) {
  LiveCall* call = nullptr;
  if (const char* why = why_not_transferable(agent, call)) return why;
  return pass_on(*call, sip::normalised(number, {}), agent, {});
}

/// nullptr: the agent may hand over `call`.
const char* Switchboard::why_not_transferable(AgentIndex agent, LiveCall*& call) {
  call = call_with(agent);
  if (!call) return "you are in no call";
  if (call->passing) return "the caller is being passed on already";
  if (call->talking->passed_on) return "a colleague has passed this caller on to you; no queue knows of the call";
  return nullptr;
}

}  // namespace twinline::live
