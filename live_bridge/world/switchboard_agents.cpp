// Switchboard, the agent's side: phones that ring, talk, hold, part.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "live_bridge/wall/log.hpp"
#include "live_bridge/world/sip_status.hpp"
#include "live_bridge/world/switchboard.hpp"

namespace twinline::live {
namespace {

constexpr Duration listener_ring_limit = 20s;

OfferRefusal refusal_for(int status, bool rang) {
  switch (status) {
    case sip_status::busy_here:
    case sip_status::busy_everywhere: return OfferRefusal::busy;
    case sip_status::decline:
    case sip_status::temporarily_unavailable: return OfferRefusal::declined;
    case sip_status::request_timeout: return rang ? OfferRefusal::no_answer : OfferRefusal::unreachable;
    default: return OfferRefusal::unreachable;
  }
}

}  // namespace

/// Rings the phone of the offer in hand; later, when the caller has no audio yet or is still to be told of a recording.
void Switchboard::ring(LiveCall& call) {
  if (!media_) {
    ring_with(call, call.caller_sdp);
    return;
  }
  if (call.media != LiveCall::Media::open) return;
  if (owes_notice(call)) {
    call.ring_end.cancel();  // it has not begun to ring
    return;
  }
  media_->invite(call.media_id, call.ringing->party, agents_party,
                 [this, id = call.id, offer = call.ringing->offer](const media::Reply& reply) {
                   LiveCall* invited = calls_.find(id);
                   if (!invited || !invited->ringing || invited->ringing->offer != offer) return;
                   if (reply.ok) {
                     ring_with(*invited, reply.sdp);
                   } else {
                     log_warning("call {}: no audio for a phone: {}", invited->media_id, reply.error);
                     offer_failed(*invited, OfferRefusal::unreachable);
                   }
                 });
}

void Switchboard::ring_with(LiveCall& call, const std::string& sdp) {
  RingingPhone& phone = *call.ringing;
  sip::Outgoing outgoing;
  outgoing.agent = phone.offer.agent;
  outgoing.caller = call.number;
  outgoing.sdp = sdp;
  outgoing.ring_limit = phone.ring_limit + around_.settings.limits.agent_ring_grace;  // should the timer be late
  const std::optional<sip::LegId> leg = stack_.invite(outgoing);
  if (!leg) {
    offer_failed(call, OfferRefusal::unreachable);
    return;
  }
  phone.leg = *leg;
  remember(*leg, call, Side::agent);
}

/// The offer came to nothing. What the ACD is told of is not ringing any more.
void Switchboard::offer_failed(LiveCall& call, OfferRefusal cause) {
  const OfferId offer = call.ringing->offer;
  drop_ringing(call);
  around_.tell(OfferRefused{offer, cause});
}

void Switchboard::drop_ringing(LiveCall& call) {
  if (!call.ringing) return;
  call.ring_end.cancel();
  const sip::LegId leg = call.ringing->leg;
  call.ringing.reset();
  if (leg) stack_.hang_up(leg, {});
}

void Switchboard::on_ringing(sip::LegId leg, int status, const std::string&) {
  Side side{};
  LiveCall* call = call_of(leg, &side);
  if (call && call->ringing && call->ringing->leg == leg) call->ringing->rings = true;
  if (!call || !call->passing || call->passing->leg != leg) return;
  call->passing->rings = true;
  stack_.report_referral(call->passing->referrer, status);
}

void Switchboard::on_refused(sip::LegId leg, const sip::Cause& cause) {
  std::erase_if(listeners_, [leg](const ListeningPhone& phone) { return phone.leg == leg; });
  Side side{};
  LiveCall* call = call_of(leg, &side);
  if (!call) consultations_->refused(leg, cause);
  if (call && call->passing && call->passing->leg == leg) {
    if (OutsideCalls::is_worth_another_trunk(cause)) {
      try_next_trunk(*call, cause);
    } else {
      not_passed_on(*call, cause);
    }
    return;
  }
  if (!call || !call->ringing || call->ringing->leg != leg) return;
  call->ringing->leg = {};  // there is nobody to hang up on
  offer_failed(*call, refusal_for(cause.status, call->ringing->rings));
}

/// The phone was lifted. The ACD hears of it when the two can hear each other: an agent who drops before that has not
/// answered, and the caller keeps the place.
void Switchboard::on_answered(sip::LegId leg, const std::string& sdp) {
  Side side{};
  LiveCall* call = call_of(leg, &side);
  const auto listener = std::find_if(listeners_.begin(), listeners_.end(),
                                     [leg](const ListeningPhone& phone) { return phone.leg == leg; });
  if (listener != listeners_.end()) {
    if (LiveCall* heard = calls_.find(listener->call)) media_->listen(heard->media_id, sdp, [](const media::Reply&) {});
    return;
  }
  if (consultations_->has(leg)) {
    consultations_->answered(leg, sdp);
    return;
  }
  if (call && call->passing && call->passing->leg == leg) {
    next_answered(*call, sdp);
    return;
  }
  if (!call || !call->ringing || call->ringing->leg != leg) {
    stack_.hang_up(leg, {});
    return;
  }
  call->ringing->answer = sdp;
  if (!media_) {
    joined(call->id, call->ringing->party, {true, sdp, {}, {}});
    return;
  }
  media_->bridge(
      call->media_id, call->ringing->party, sdp,
      [this, id = call->id, party = call->ringing->party](const media::Reply& reply) { joined(id, party, reply); });
}

void Switchboard::joined(CallId id, const std::string& party, const media::Reply& reply) {
  LiveCall* call = calls_.find(id);
  if (!call || !call->ringing || call->ringing->party != party) return;
  if (!reply.ok) {
    log_warning("call {}: phone and caller could not be joined: {}", call->media_id, reply.error);
    offer_failed(*call, OfferRefusal::unreachable);
    return;
  }
  call->new_sdp = reply.sdp;
  around_.tell(OfferAnswered{call->ringing->offer});
}

void Switchboard::fulfil(const Offer& wish) {
  LiveCall* call = calls_.find(wish.call);
  if (!call) return;
  expect_answer(*call, wish);
  ring(*call);
}

void Switchboard::expect_answer(LiveCall& call, const Offer& offer) {
  call.ringing = RingingPhone{offer.offer, {}, fmt::format("agent{}", ++call.parties), {}, offer.ring_limit, false};
  call.ring_end = Timers::Timer(around_.timers, [this, id = offer.call](Time) {
    LiveCall* rung = calls_.find(id);
    if (rung && rung->ringing) offer_failed(*rung, OfferRefusal::no_answer);
  });
  call.ring_end.set(around_.clock.now() + offer.ring_limit);
}

void Switchboard::fulfil(const WithdrawOffer& wish) {
  LiveCall* call = calls_.find(wish.call);
  if (call && call->ringing && call->ringing->offer == wish.offer) drop_ringing(*call);
}

/// An offer that was withdrawn has no leg any more, so a late answer was dropped as it came.
void Switchboard::fulfil(const DropLeg& wish) {
  calls_.each([&](LiveCall& call) {
    if (call.ringing && call.ringing->offer == wish.offer) drop_ringing(call);
  });
}

void Switchboard::fulfil(const Connect& wish) {
  LiveCall* call = calls_.find(wish.call);
  if (!call || !call->ringing || call->ringing->offer != wish.offer) return;
  call->ring_end.cancel();
  RingingPhone phone = std::move(*call->ringing);
  call->ringing.reset();
  call->recording.paused = false;
  look_up_consent(*call);
  begin_talk(*call, {wish.offer.agent, phone.leg, std::move(phone.party), std::move(phone.answer), {}, {}});
}

/// With `new_sdp` for the caller.
void Switchboard::begin_talk(LiveCall& call, TalkingPhone phone) {
  call.prompt_end.cancel();
  call.talking = std::move(phone);
  call.hears = LiveCall::Hears::nothing;
  call.talk_began = around_.clock.now();
  if (media_) media_->stop(call.media_id);
  if (!media_ && call.caller != LiveCall::Caller::confirmed) call.own_sdp = std::exchange(call.new_sdp, {});
  answer_caller(call);
  if (call.caller == LiveCall::Caller::confirmed) tell_caller_new_audio(call, std::exchange(call.new_sdp, {}));
  begin_watch(call);
  settle_recording(call, call.talking->passed_on ? "the caller was passed on" : "the talk began");
  keep(call);
}

void Switchboard::begin_watch(LiveCall& call) {
  call.watch = Timers::Timer(around_.timers, [this, id = call.id](Time) { watch_talk(id); });
  watch_on(call);
}

/// Looks again soon enough for dead air, and when the longest talk is over.
void Switchboard::watch_on(LiveCall& call) {
  const Time longest = call.talk_began + outside_.ledger().longest(call.talking->trunk);
  call.watch.set(std::min(around_.clock.now() + around_.settings.media.dead_air / 2, longest));
}

/// A BYE may be lost: where nobody sends anything any more, or the longest talk is over, the agent is freed.
void Switchboard::watch_talk(CallId id) {
  LiveCall* call = calls_.find(id);
  if (!call || !call->talking) return;
  if (around_.clock.now() - call->talk_began >= outside_.ledger().longest(call->talking->trunk)) {
    end_talk(*call, TalkEnd::lost);
    return;
  }
  watch_on(*call);
  if (!media_ || call->passing) return;
  media_->query(call->media_id, [this, id](const std::optional<media::Activity>& activity) {
    LiveCall* watched = calls_.find(id);
    if (!watched || !watched->talking || watched->passing || !activity) return;
    // One who never sent may be a phone that suppresses silence; both silent, the call is over.
    const Duration talked = around_.clock.now() - watched->talk_began;
    const Duration caller = activity->caller.value_or(talked), agent = activity->agent.value_or(talked);
    const bool on_hold = watched->held_by_caller || watched->talking->held_since;
    if (!on_hold && std::min(caller, agent) > around_.settings.media.dead_air) end_talk(*watched, TalkEnd::lost);
  });
}

void Switchboard::hold(TalkingPhone& phone, bool held) {
  const Time now = around_.clock.now();
  if (held && !phone.held_since) {
    phone.held_since = now;
  } else if (!held && phone.held_since) {
    phone.held += now - *std::exchange(phone.held_since, std::nullopt);
  }
}

/// The two talk no longer: told first, then the agent's leg ends. What becomes of a caller who is still there is
/// wished.
void Switchboard::end_talk(LiveCall& call, TalkEnd how) {
  const CallId id = call.id;
  if (call.passing) drop_passing(call, sip_status::request_terminated);
  if (call.talking->passed_on) {
    end_passed_on(call);
    return;
  }
  hold(*call.talking, false);
  dismiss_listeners(id);
  const Duration held = call.talking->held;
  const TalkingPhone phone = std::move(*call.talking);
  call.talking.reset();
  call.watch.cancel();
  settle_recording(call, "the talk ended");
  around_.tell(TalkEnded{id, how, held});
  stack_.hang_up(phone.leg, {});
  LiveCall* ended = calls_.find(id);
  if (!ended || ended->caller == LiveCall::Caller::gone || !media_) return;
  back_to_prompts(*ended);
}

void Switchboard::dismiss_listeners(CallId id) {
  std::erase_if(listeners_, [&](const ListeningPhone& phone) {
    if (phone.call == id) stack_.hang_up(phone.leg, {});
    return phone.call == id;
  });
}

/// The agent leaves, the caller stays and hears music again.
void Switchboard::part(LiveCall& call) {
  const sip::LegId leg = call.talking->leg;
  call.talking.reset();
  call.watch.cancel();
  settle_recording(call, "the caller was passed on");
  stack_.hang_up(leg, {});
  if (media_) back_to_prompts(call);
}

void Switchboard::back_to_prompts(LiveCall& call) {
  media_->unbridge(call.media_id, [this, id = call.id](const media::Reply& reply) {
    LiveCall* parted = calls_.find(id);
    if (!parted || !reply.ok) return;
    tell_caller_new_audio(*parted, reply.sdp);
    fill_silence(*parted);
  });
}

void Switchboard::on_ended(sip::LegId leg, const sip::Cause&) {
  std::erase_if(listeners_, [leg](const ListeningPhone& phone) { return phone.leg == leg; });
  Side side{};
  LiveCall* call = call_of(leg, &side);
  if (!call) {
    consulted_side_ended(leg);
  } else if (side == Side::caller) {
    if (call->caller == LiveCall::Caller::gone) return;
    caller_gone(*call);
  } else if (call->passing && call->passing->leg == leg) {
    next_gone(*call);
  } else if (call->passing && call->talking && call->talking->leg == leg) {
    agent_left(*call);
  } else if (call->ringing && call->ringing->leg == leg) {
    call->ringing->leg = {};
    offer_failed(*call, OfferRefusal::declined);
  } else if (call->talking && call->talking->leg == leg) {
    end_talk(*call, TalkEnd::by_agent);
  }
}

LiveCall* Switchboard::call_with(AgentIndex agent) {
  LiveCall* found = nullptr;
  calls_.each([&](LiveCall& call) {
    if (call.talking && call.talking->agent == agent) found = &call;
  });
  return found;
}

bool Switchboard::is_rung(AgentIndex agent) {
  bool found = false;
  calls_.each([&](const LiveCall& call) { found = found || (call.ringing && call.ringing->offer.agent == agent); });
  return found;
}

std::string Switchboard::hang_up(AgentIndex agent) {
  LiveCall* call = call_with(agent);
  if (!call) return "you are in no call";
  if (call->passing) {
    stack_.hang_up(call->talking->leg, {});
    agent_left(*call);
  } else {
    end_talk(*call, TalkEnd::by_agent);
  }
  return {};
}

std::string Switchboard::listen_in(AgentIndex supervisor, AgentIndex agent) {
  LiveCall* call = call_with(agent);
  if (!call) return "the agent is in no call";
  if (!media_) return "without a media server nobody can listen in";
  if (!roster_.phone(supervisor)) return "your phone cannot be reached";
  media_->subscribe(call->media_id, [this, supervisor, id = call->id](const media::Reply& reply) {
    if (!reply.ok || !calls_.find(id)) {
      log_warning("listening in failed: {}", reply.error);
      return;
    }
    sip::Outgoing outgoing;
    outgoing.agent = supervisor;
    outgoing.sdp = reply.sdp;
    outgoing.ring_limit = listener_ring_limit;
    if (const auto leg = stack_.invite(outgoing)) listeners_.push_back({*leg, id});
  });
  return {};
}

std::string Switchboard::finish_wrap_up(AgentIndex agent) {
  CallId finished;
  calls_.each([&](LiveCall& call) {
    if (call.wrapping_up == agent) finished = call.id;
  });
  if (!finished) return "you have no wrap-up to finish";
  around_.tell(WrapUpEnded{finished});
  return {};
}

std::string Switchboard::release(AgentIndex agent) {
  if (LiveCall* call = call_with(agent)) {
    end_talk(*call, TalkEnd::lost);
    return {};
  }
  return finish_wrap_up(agent).empty() ? std::string{} : "the agent is in no call and no wrap-up";
}

}  // namespace twinline::live
