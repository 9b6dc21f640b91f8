// Switchboard, the caller's side: from the INVITE to the last prompt.
#include <utility>

#include <fmt/format.h>

#include "live_bridge/wall/log.hpp"
#include "live_bridge/world/session_description.hpp"
#include "live_bridge/world/sip_status.hpp"
#include "live_bridge/world/switchboard.hpp"
#include "policies/contract/attribute_roles.hpp"

namespace twinline::live {
namespace {

/// Callers who have heard an offer to be called back have so long to press the key.
constexpr Duration key_after_prompt = 5s;
constexpr char accepting_key = '1';

}  // namespace

void Switchboard::on_invited(const sip::Invitation& invitation) {
  if (invitation.agent) {
    stack_.trying(invitation.leg);
    consultations_->begin(invitation);
    return;
  }
  const scenarios::TrunkSettings* trunk = scenarios::settings_of(around_.settings, invitation.trunk);
  const scenarios::EntryPoint* entry = nullptr;
  if (trunk) {
    for (const scenarios::EntryPoint& candidate : trunk->entries) {
      if (candidate.number == invitation.called) entry = &candidate;
    }
  }
  if (!entry) {
    stack_.refuse(invitation.leg, {404, 1, "no such number"});
    return;
  }
  if (!media_ && invitation.sdp.empty()) {
    // Only a media server could make an offer before it is known which phone will answer.
    stack_.refuse(invitation.leg, {sip_status::not_acceptable_here, 88, "an offer is needed"});
    return;
  }
  LiveCall& call = calls_.add();
  remember(invitation.leg, call, Side::caller);
  call.caller_leg = invitation.leg;
  call.trunk = invitation.trunk;
  call.answer_mode = entry->answer;
  call.number = invitation.caller;
  call.caller_sdp = invitation.sdp;
  call.key = around_.pseudonym(
      fmt::format("{} {} {}", invitation.caller, ++arrivals_, around_.clock.now().time_since_epoch().count()));
  call.invite = around_.pseudonym(invitation.name);
  awaited_callers_.came(call.invite);
  call.media_id = media_name(call.key);
  choose_recording(call, entry->type);
  arrive(call, entry->type);
}

/// Tells of the call, with what is known of the caller at once; a service is asked, and what it says is told later.
void Switchboard::arrive(const LiveCall& call, CallTypeIndex type) {
  CallArrived arrived;
  arrived.call = call.id;
  arrived.key = call.key;
  arrived.type = type;
  arrived.trunk = call.trunk;
  arrived.priority = priority_of(around_.centre, type, {});
  arrived.value = around_.centre.call_types[type.value].value;
  const auto& at_arrival = around_.look_up_at_arrival;
  const LookUpIndex source = at_arrival.empty() ? LookUpIndex{} : at_arrival[type.value];
  const services::Question question = question_about(call);
  const auto known = around_.look_ups.known_at_once(source, question);
  if (known) {
    arrived.attributes = *known;
    heed_attributes(around_.centre, arrived);
  }
  const CallId id = call.id;  // the call may be gone after the next line
  around_.tell(arrived);
  // The ACD may have had no line for it.
  LiveCall* accepted = calls_.find(id);
  if (!accepted) return;
  accept(*accepted);
  if (source && !known) around_.look_ups.ask_at_arrival(id, source, question);
}

/// What sources may be told of the call.
services::Question Switchboard::question_about(const LiveCall& call) const {
  return {call.key, call.number, std::string{call.keys.text()}, call.heard_last};
}

void Switchboard::accept(LiveCall& call) {
  if (call.caller != LiveCall::Caller::invited) return;
  if (media_) {
    open_media(call);
  } else {
    stack_.ring(call.caller_leg);
  }
}

media::Party Switchboard::terms_of(const TalkingPhone& phone) const {
  return phone.agent ? agents_party : outside_.party_at(phone.trunk);
}

void Switchboard::open_media(LiveCall& call) {
  call.media = LiveCall::Media::opening;
  media_ids_[call.media_id] = call.id;
  const auto opened = [this, id = call.id](const media::Reply& reply) { media_opened(id, reply); };
  if (call.caller_sdp.empty()) {
    media_->open_without_offer(call.media_id, outside_.party_at(call.trunk), opened);
  } else {
    media_->open(call.media_id, call.caller_sdp, outside_.party_at(call.trunk), opened);
  }
}

void Switchboard::media_opened(CallId id, const media::Reply& reply) {
  LiveCall* call = calls_.find(id);
  if (!call || call->caller == LiveCall::Caller::gone) return;
  if (!reply.ok) {
    log_warning("call {} gets no audio: {}", call->media_id, reply.error);
    const bool by_codec = reply.error == "no common codec";
    stack_.refuse(call->caller_leg, {by_codec ? sip_status::not_acceptable_here : sip_status::service_unavailable,
                                     by_codec ? 88 : 38, ""});
    caller_gone(*call);
    return;
  }
  call->own_sdp = reply.sdp;
  // An offer of ours goes into a 200 only: whether a caller who made none can do early media is not known yet.
  const bool our_offer = call->caller_sdp.empty();
  if (call->answer_mode == scenarios::AnswerMode::early_media && !our_offer) {
    call->caller = LiveCall::Caller::early;
    stack_.progress(call->caller_leg, call->own_sdp);
  } else {
    answer_caller(*call);
  }
  if (!our_offer) begin_audio(*call);
}

/// The caller can hear and be heard from now on: what had to wait for that begins.
void Switchboard::begin_audio(LiveCall& call) {
  call.media = LiveCall::Media::open;
  if (owes_notice(call) && !call.notice) give_notice(call);
  if (call.wants_prompt && !call.notice) play_prompt(call, *std::exchange(call.wants_prompt, std::nullopt));
  fill_silence(call);
  if (call.ringing && !call.ringing->leg) ring(call);
  if (call.passing && !call.passing->leg) call_outside(call);
}

void Switchboard::answer_caller(LiveCall& call) {
  if (call.caller != LiveCall::Caller::invited && call.caller != LiveCall::Caller::early) return;
  call.caller = LiveCall::Caller::answered;
  stack_.answer(call.caller_leg, call.own_sdp);
}

void Switchboard::on_confirmed(sip::LegId leg, const std::string& sdp) {
  Side side{};
  LiveCall* call = call_of(leg, &side);
  if (!call) consultations_->confirmed(leg);
  if (!call || side != Side::caller) return;
  call->caller = LiveCall::Caller::confirmed;
  const bool answers_our_offer = media_ && call->media == LiveCall::Media::opening;
  if (answers_our_offer) call->caller_sdp = sdp;
  keep(*call);
  if (answers_our_offer) {
    media_->complete(call->media_id, sdp, [this, id = call->id](const media::Reply& reply) {
      LiveCall* completed = calls_.find(id);
      if (!completed) return;
      if (reply.ok) {
        begin_audio(*completed);
        return;
      }
      stack_.hang_up(completed->caller_leg, {sip_status::not_acceptable_here, 88, ""});
      caller_gone(*completed);
    });
  }
  if (!call->new_sdp.empty()) tell_caller_new_audio(*call, std::exchange(call->new_sdp, {}));
}

/// The caller's audio has moved to another port of the media server.
void Switchboard::tell_caller_new_audio(LiveCall& call, const std::string& sdp) {
  if (call.caller == LiveCall::Caller::confirmed) {
    call.own_sdp = sdp;
    keep(call);
    stack_.offer(call.caller_leg, sdp);
  } else {
    call.new_sdp = sdp;
  }
}

void Switchboard::caller_gone(LiveCall& call) {
  call.caller = LiveCall::Caller::gone;
  if (call.passing) drop_passing(call, sip_status::request_terminated);
  if (call.talking) {
    end_talk(call, TalkEnd::by_caller);
  } else {
    around_.tell(CallerHungUp{call.id});
  }
}

/// A caller who is played nothing else hears music.
void Switchboard::fill_silence(LiveCall& call) {
  const bool in_talk = call.talking && !call.passing;
  const bool busy = in_talk || call.notice || call.collecting || call.prompt_end.is_set() || call.held_by_caller;
  const bool gone = call.caller == LiveCall::Caller::gone;
  if (busy || gone || call.hears != LiveCall::Hears::nothing || call.media != LiveCall::Media::open) return;
  call.hears = LiveCall::Hears::music;
  ++call.played;
  media_->play(call.media_id, around_.settings.media.music, true, [id = call.media_id](const media::Reply& reply) {
    if (!reply.ok) log_warning("call {} hears no music: {}", id, reply.error);
  });
}

void Switchboard::play_prompt(LiveCall& call, const std::string& prompt) {
  if (call.notice) {
    call.wants_prompt = prompt;  // the notice comes first
    return;
  }
  call.hears = LiveCall::Hears::prompt;
  call.heard_last = prompt;
  const std::uint32_t number = ++call.played;
  call.prompt_end = Timers::Timer(around_.timers, [this, id = call.id](Time) { prompt_played(id); });
  if (media_ && call.media != LiveCall::Media::open && call.caller != LiveCall::Caller::gone) {
    call.wants_prompt = prompt;  // as soon as the caller can hear it
    return;
  }
  if (!media_ || call.held_by_caller) {
    prompt_over(call.id, TreatmentOutcome::failed);
    return;
  }
  media_->play(call.media_id, prompt, false, [this, id = call.id, number](const media::Reply& reply) {
    LiveCall* playing = calls_.find(id);
    if (!playing || playing->played != number) return;
    if (!reply.ok) {
      log_warning("call {} hears no prompt: {}", playing->media_id, reply.error);
      prompt_over(id, TreatmentOutcome::failed);
      return;
    }
    playing->prompt_end.set(around_.clock.now() + reply.duration);
  });
}

/// The caller has heard all of it; where a key is wanted, it may still come.
void Switchboard::prompt_played(CallId id) {
  LiveCall* call = calls_.find(id);
  if (!call || call->hears != LiveCall::Hears::prompt) return;
  const bool offers_callback = !call->collecting && call->treatment == TreatmentKind::callback_offer;
  if (!call->collecting && call->treatment == TreatmentKind::voicemail) {
    take_message(*call);
    return;
  }
  if (!call->collecting && !offers_callback) {
    prompt_over(id, TreatmentOutcome::finished);
    return;
  }
  call->hears = LiveCall::Hears::nothing;
  call->prompt_end = Timers::Timer(around_.timers, [this, id](Time) {
    LiveCall* silent = calls_.find(id);
    if (silent && silent->collecting) {
      collected(*silent, silent->pressed.empty() ? InputOutcome::nothing : InputOutcome::entered);
    } else {
      prompt_over(id, TreatmentOutcome::refused);
    }
  });
  call->prompt_end.set(around_.clock.now() + (call->collecting ? call->collecting->first_key : key_after_prompt));
}

void Switchboard::prompt_over(CallId id, TreatmentOutcome outcome) {
  LiveCall* call = calls_.find(id);
  if (!call) return;
  call->prompt_end.cancel();
  if (call->collecting) {
    collected(*call, InputOutcome::failed);
    return;
  }
  call->hears = LiveCall::Hears::nothing;
  around_.tell(TreatmentEnded{id, outcome});
  if (LiveCall* still = calls_.find(id)) fill_silence(*still);
}

void Switchboard::collected(LiveCall& call, InputOutcome outcome) {
  const bool secret = call.collecting->secret;
  call.prompt_end.cancel();
  call.collecting.reset();
  call.hears = LiveCall::Hears::nothing;
  call.keys = std::exchange(call.pressed, {});
  const auto count = static_cast<std::uint8_t>(call.keys.size());
  around_.tell(InputReceived{call.id, outcome, count, secret ? Digits{} : call.keys});
}

void Switchboard::stop_playing(LiveCall& call) {
  call.prompt_end.cancel();
  call.collecting.reset();
  call.pressed = {};
  call.wants_prompt.reset();
  if (call.notice) return;
  ++call.played;
  if (call.hears == LiveCall::Hears::prompt && media_) media_->stop(call.media_id);
  call.hears = LiveCall::Hears::nothing;
}

void Switchboard::on_digit(sip::LegId leg, char digit) {
  Side side{};
  LiveCall* call = call_of(leg, &side);
  if (call && side == Side::caller) pressed(*call, digit);
}

void Switchboard::pressed(LiveCall& call, char digit) {
  if (call.notice) {
    answer_question(call, digit);
    return;
  }
  if (!call.collecting) {
    if (!call.prompt_end.is_set()) return;
    if (call.treatment == TreatmentKind::voicemail && call.hears == LiveCall::Hears::nothing) {
      stop_capture(call);
      prompt_over(call.id, TreatmentOutcome::finished);
    }
    if (call.treatment != TreatmentKind::callback_offer) return;
    prompt_over(call.id, digit == accepting_key ? TreatmentOutcome::accepted : TreatmentOutcome::refused);
    return;
  }
  // The first key cuts the prompt short.
  if (call.hears == LiveCall::Hears::prompt && media_) media_->stop(call.media_id);
  call.hears = LiveCall::Hears::nothing;
  ++call.played;
  if (digit != '#') call.pressed.add(digit);
  if (digit == '#' || call.pressed.size() >= call.collecting->most) {
    collected(call, call.pressed.empty() ? InputOutcome::nothing : InputOutcome::entered);
    return;
  }
  call.prompt_end = Timers::Timer(around_.timers, [this, id = call.id](Time) {
    LiveCall* paused = calls_.find(id);
    if (paused && paused->collecting) collected(*paused, InputOutcome::entered);
  });
  call.prompt_end.set(around_.clock.now() + call.collecting->next_key);
}

/// The media server has died or is back. Its calls are told to it again; each party learns where its audio is now.
void Switchboard::media_health(bool up) {
  if (!up) {
    media_died_ = true;
    captures_lost();
    return;
  }
  // At the start it has been up all along, and calls that were taken over are still in it.
  if (!std::exchange(media_died_, false)) return;
  consultations_->end_all();
  calls_.each([this](LiveCall& call) {
    if (call.media == LiveCall::Media::open && !call.caller_sdp.empty()) restore_media(call);
  });
}

void Switchboard::restore_media(LiveCall& call) {
  media_->open(call.media_id, call.caller_sdp, outside_.party_at(call.trunk),
               [this, id = call.id](const media::Reply& reply) {
                 LiveCall* opened = calls_.find(id);
                 if (!opened) return;
                 if (!reply.ok) {
                   log_warning("call {} stays without audio: {}", opened->media_id, reply.error);
                   return;
                 }
                 if (!opened->talking || opened->passing) {
                   tell_caller_new_audio(*opened, reply.sdp);
                   if (opened->hears == LiveCall::Hears::music) opened->hears = LiveCall::Hears::nothing;
                   if (opened->notice) give_notice(*opened);
                   fill_silence(*opened);
                   return;
                 }
                 const media::Party terms = terms_of(*opened->talking);
                 media_->invite(opened->media_id, opened->talking->party, terms, [this, id](const media::Reply& offer) {
                   LiveCall* invited = calls_.find(id);
                   if (!invited || !invited->talking || !offer.ok) return;
                   stack_.offer(invited->talking->leg, offer.sdp);
                   media_->bridge(invited->media_id, invited->talking->party, invited->talking->answer,
                                  [this, id](const media::Reply& bridged) {
                                    LiveCall* talking = calls_.find(id);
                                    if (!talking || !bridged.ok) return;
                                    settle_recording(*talking, "the media server is back");
                                    tell_caller_new_audio(*talking, bridged.sdp);
                                  });
                 });
               });
}

void Switchboard::on_offered(sip::LegId leg, const std::string& sdp) {
  Side side{};
  LiveCall* call = call_of(leg, &side);
  if (!call) {
    consultations_->offered(leg, sdp);
    return;
  }
  if (side == Side::agent && (!call->talking || call->talking->leg != leg)) {
    stack_.refuse_offer(leg, {sip_status::temporarily_unavailable, 16, ""});
    return;
  }
  if (!media_) {
    // Audio goes between the two phones: so does the offer.
    const sip::LegId other =
        side == Side::caller ? (call->talking ? call->talking->leg : sip::LegId{}) : call->caller_leg;
    if (other) {
      stack_.offer(other, sdp);
    } else {
      stack_.refuse_offer(leg, {sip_status::not_acceptable_here, 88, ""});
    }
    return;
  }
  if (sdp.empty()) {
    // The peer asks for an offer, as a session refresh does: nothing has changed.
    stack_.accept_offer(leg, side == Side::caller ? call->own_sdp : std::string{});
    return;
  }
  const bool held = puts_on_hold(sdp);
  media_->reoffer(call->media_id, side == Side::caller, sdp,
                  [this, id = call->id, leg, side, sdp, held](const media::Reply& reply) {
                    LiveCall* offered = calls_.find(id);
                    if (!offered) return;
                    if (!reply.ok) {
                      stack_.refuse_offer(leg, {sip_status::not_acceptable_here, 88, ""});
                      return;
                    }
                    if (side == Side::caller) {
                      offered->caller_sdp = sdp;
                      offered->own_sdp = reply.sdp;
                    } else if (offered->talking) {
                      offered->talking->answer = sdp;
                      hold(*offered->talking, held);
                      settle_recording(*offered, held ? "the agent holds" : "the agent is back");
                    }
                    stack_.settle_answer(leg, reply.sdp);
                    keep(*offered);  // or another process would go on with what the peer was told before
                    stack_.accept_offer(leg, {});
                    if (side == Side::caller && held != offered->held_by_caller) caller_holds(*offered, held);
                  });
}

/// A caller on hold cannot be played to; place and patience stay. The ACD stops what plays and has it played again.
void Switchboard::caller_holds(LiveCall& call, bool held) {
  call.held_by_caller = held;
  if (held && call.hears == LiveCall::Hears::music) call.hears = LiveCall::Hears::nothing;
  if (held && call.notice) {
    call.wants_prompt.reset();
    notice_over(call, RecordingChoice::Consent::unheard);
  }
  settle_recording(call, held ? "the caller holds" : "the caller is back");
  keep(call);
  const CallId id = call.id;
  around_.tell(CallerHeld{id, held});
  LiveCall* back = calls_.find(id);
  if (back && !held) fill_silence(*back);
}

void Switchboard::on_offer_accepted(sip::LegId leg, const std::string& sdp) {
  Side side{};
  LiveCall* call = call_of(leg, &side);
  if (!call) consultations_->offer_accepted(leg, sdp);
  if (!call || sdp.empty()) return;
  if (call->passing && call->passing->leg == leg) {
    next_answered(*call, sdp);
  } else if (side == Side::caller) {
    call->caller_sdp = sdp;
    if (media_) media_->complete(call->media_id, sdp, [](const media::Reply&) {});
    if (!media_ && call->talking) stack_.accept_offer(call->talking->leg, sdp);
  } else if (call->talking) {
    call->talking->answer = sdp;
    if (!media_) stack_.accept_offer(call->caller_leg, sdp);
  }
  keep(*call);
}

void Switchboard::on_offer_refused(sip::LegId leg, const sip::Cause& cause) {
  Side side{};
  LiveCall* call = call_of(leg, &side);
  if (!call) consultations_->offer_refused(leg, cause);
  if (!call) return;
  log_warning("call {}: new audio was refused with {}", call->media_id, cause.status);
  if (call->passing && call->passing->leg == leg) {
    not_passed_on(*call, cause);
    return;
  }
  if (media_) return;
  const sip::LegId other = side == Side::caller && call->talking ? call->talking->leg : call->caller_leg;
  if (other != leg) stack_.refuse_offer(other, cause);
}

}  // namespace twinline::live
