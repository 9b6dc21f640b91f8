// Switchboard: calls and registrations that outlive the process. What is kept of a call is rewritten before anything is
// sent that would make it untrue; after kill -9 another process finds it and goes on.
#include <exception>
#include <utility>

#include "live_bridge/wall/log.hpp"
#include "live_bridge/world/kept_phone.hpp"
#include "live_bridge/world/switchboard.hpp"

namespace twinline::live {
namespace {

/// The source that the call's step asks, if it does.
LookUpIndex asked_at(FlowPosition position, const Centre& centre) {
  if (position.flow.value >= centre.flows.size()) return {};
  const std::vector<Step>& steps = centre.flows[position.flow.value].steps;
  return position.step.value < steps.size() ? steps[position.step.value].source : LookUpIndex{};
}

}  // namespace

void Switchboard::keep(const LiveCall& call) {
  if (call.caller != LiveCall::Caller::confirmed) return;
  const auto caller = stack_.record(call.caller_leg);
  if (!caller) return;
  KeptCall kept{call.id,      call.key,     call.trunk,     call.number,       call.caller_sdp,
                call.own_sdp, call.parties, call.recording, ahead(*caller, 1), std::nullopt};
  if (call.talking) {
    if (const auto dialog = stack_.record(call.talking->leg)) {
      const TalkingPhone& phone = *call.talking;
      kept.talk = {phone.agent,    phone.party,   phone.answer,    ahead(*dialog, 1),
                   phone.trunk,    phone.sent_by, phone.passed_on, call.passing.has_value(),
                   call.talk_began};
    }
  }
  around_.dialogs.keep(call.key, to_bytes(kept));
}

void Switchboard::forget(const LiveCall& call) {
  if (call.caller_leg) around_.dialogs.forget(call.key);
}

void Switchboard::taken_down(const CallArrived& arrived) {
  if (const LiveCall* call = calls_.find(arrived.call)) stack_.trying(call->caller_leg);
}

void Switchboard::leave(const CallArrived& arrived) {
  if (const LiveCall* call = calls_.find(arrived.call)) {
    awaited_callers_.leave({call->invite, arrived.key, arrived.type, arrived.trunk, around_.clock.now()});
  }
}

/// It has come and its caller is gone: a name of its own is all that it needs.
void Switchboard::tell_lost(const KeptArrival& arrival) {
  log_warning("call {} is lost: a policy did not return when it came, and its INVITE was not sent again",
              media_name(arrival.key));
  const Centre& centre = around_.centre;  // the file may be another one since
  const bool has_trunk = !arrival.trunk || arrival.trunk.value < centre.trunks.size();
  if (!has_trunk || arrival.type.value >= centre.call_types.size()) return;
  LiveCall& named = calls_.add();
  CallArrived arrived;
  arrived.call = named.id;
  calls_.free(named);
  arrived.key = arrival.key;
  arrived.type = arrival.type;
  arrived.trunk = arrival.trunk;
  around_.tell(arrived);
  around_.tell(CallerHungUp{arrived.call});
}

void Switchboard::on_registered(AgentIndex agent, const sip::PhoneRecord& record) {
  try {
    around_.registrations.keep(agent.value, to_bytes(record));
  } catch (const std::exception& problem) {
    // The phone can be called all the same, as long as this process lives.
    log_warning("a registration is not kept: {}", problem.what());
  }
}

void Switchboard::on_unregistered(AgentIndex agent) {
  try {
    around_.registrations.forget(agent.value);
  } catch (const std::exception& problem) {
    log_warning("a registration is not forgotten: {}", problem.what());
  }
}

/// By user names: an agent may have another place in the file of today.
void Switchboard::recall_registrations() {
  std::size_t restored = 0;
  for (const store::KeptDialog& kept : around_.registrations.kept()) {
    const sip::PhoneRecord record = kept_phone_from(kept.bytes);
    around_.registrations.forget(kept.name);
    const AgentIndex agent = stack_.restore(record);
    if (!agent) continue;
    ++restored;
    around_.registrations.keep(agent.value, kept.bytes);
  }
  if (restored > 0) log_info("{} phones are still registered", restored);
}

LiveCall& Switchboard::take_over(const KeptCall& kept) {
  LiveCall& call = calls_.add_as(kept.id);
  call.key = kept.key;
  call.trunk = kept.trunk;
  call.number = kept.number;
  call.caller_sdp = kept.caller_sdp;
  call.own_sdp = kept.own_sdp;
  call.parties = kept.parties;
  call.media_id = media_name(kept.key);
  call.caller = LiveCall::Caller::confirmed;
  call.caller_leg = stack_.restore(kept.caller);
  remember(call.caller_leg, call, Side::caller);
  if (media_) {
    media_->adopt(call.media_id, kept.caller_sdp, outside_.party_at(call.trunk));
    media_ids_[call.media_id] = call.id;
    call.media = LiveCall::Media::open;
    call.hears = LiveCall::Hears::music;  // the media server never stopped
  }
  call.recording = around_.archivist ? kept.recording : RecordingChoice{.type = kept.recording.type};
  if (!kept.talk) {
    if (owes_notice(call)) give_notice(call);
    return call;
  }
  const KeptCall::Talk& talk = *kept.talk;
  call.talking = TalkingPhone{talk.agent, stack_.restore(talk.dialog), talk.party, talk.answer, {}, {}};
  call.talking->passed_on = talk.passed_on;
  call.talking->sent_by = talk.sent_by;
  call.talking->trunk = talk.trunk;
  if (talk.passed_on && talk.agent) roster_.recall_engaged(talk.agent);
  if (talk.passed_on && !talk.agent) call.talking->entry = outside_.ledger().go_on(talk.sent_by);
  call.hears = LiveCall::Hears::nothing;
  call.talk_began = talk.began;
  remember(call.talking->leg, call, Side::agent);
  const media::Party terms = terms_of(*call.talking);
  if (media_ && !talk.parked) media_->adopt_talk(call.media_id, talk.party, talk.answer, terms);
  if (media_ && talk.parked) media_->adopt_parted(call.media_id, talk.party, talk.answer, terms);
  if (talk.parked) stay_with_agent(call, {}, 0);
  begin_watch(call);
  go_on_recording(call, kept.recording);
  return call;
}

void Switchboard::take_over(const Acd& acd, const Outcome& open) {
  const View& view = acd.view();
  roster_.recall(view);
  std::size_t resumed = 0, lost = 0;
  for (const store::KeptDialog& dialog : around_.dialogs.kept()) {
    if (outside_.recall(dialog) || consultations_->recall(dialog) || awaited_callers_.recall(dialog)) continue;
    const KeptCall kept = kept_call_from(dialog.bytes);
    const bool known = kept.id.slot.value < view.calls.size() && view.call(kept.id).id == kept.id &&
                       view.call(kept.id).state != CallState::gone;
    LiveCall& call = take_over(kept);
    ++resumed;
    // The caller hung up, or was sent away, and the process died before it could say so.
    if (!known) finish(call);
  }
  for (const CallView& seen : view.calls) {
    if (seen.state != CallState::wrapping_up || calls_.find(seen.id)) continue;
    LiveCall& call = calls_.add_as(seen.id);
    call.key = seen.key;
    call.caller = LiveCall::Caller::gone;
  }
  for (const Wish& wish : open.wishes) {
    if (const auto* offer = std::get_if<Offer>(&wish)) {
      if (LiveCall* call = calls_.find(offer->call)) expect_answer(*call, *offer);
    } else {
      std::visit([this](const auto& wanted) { fulfil(wanted); }, wish);
    }
  }
  // The ACD has the centre of before still; another one may name attributes otherwise.
  const bool same_attributes = view.centre->attributes == around_.centre.attributes;
  std::vector<Fact> facts;
  for (const CallView& seen : view.calls) {
    if (seen.state == CallState::gone) continue;
    LiveCall* call = calls_.find(seen.id);
    const bool talks = seen.state == CallState::talking;
    if (call && call->talking && call->talking->passed_on) {
      // Who talks with whom was kept before the ACD was told.
      if (talks) facts.emplace_back(TalkEnded{seen.id, TalkEnd::transferred_out, {}});
    } else if (seen.state == CallState::wrapping_up) {
      if (call && call->caller == LiveCall::Caller::gone) facts.emplace_back(CallerHungUp{seen.id});
    } else if (seen.state == CallState::outside) {
      facts.emplace_back(CallerHungUp{seen.id});
    } else if (!call) {
      ++lost;
      facts.emplace_back(talks ? Fact{TalkEnded{seen.id, TalkEnd::lost, {}}} : Fact{CallerHungUp{seen.id}});
    } else if (talks != call->talking.has_value()) {
      // It died while the two were being joined or parted, or a number was called for a caller whose agent had left.
      if (talks && media_) back_to_prompts(*call);
      if (talks) facts.emplace_back(CallTransferred{seen.id, {}});
      if (!talks) part(*call);
    } else if (!talks && seen.state != CallState::offered) {
      // Whatever was being played, asked or looked up is lost; as after a hold, it comes again (docs/ivr.md).
      if (seen.state != CallState::waiting) {
        const LookUpIndex source = same_attributes ? asked_at(seen.position, *view.centre) : LookUpIndex{};
        facts.emplace_back(LookUpEnded{seen.id, LookUpOutcome::failed, around_.look_ups.defaults(source)});
        facts.emplace_back(TransferOutEnded{seen.id, TransferOutcome::failed});
      }
      call->held_by_caller = seen.caller_holds;
      if (!seen.caller_holds) {
        facts.emplace_back(CallerHeld{seen.id, true});
        facts.emplace_back(CallerHeld{seen.id, false});
      }
    }
  }
  for (const Fact& fact : facts) around_.tell(fact);
  log_info("took over {} calls, {} are lost", resumed, lost);
}

}  // namespace twinline::live
