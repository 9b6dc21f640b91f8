// Switchboard: what the ACD wishes, except of phones (switchboard_agents.cpp).
#include <utility>

#include "live_bridge/wall/log.hpp"
#include "live_bridge/world/switchboard.hpp"

namespace twinline::live {
namespace {

/// How a caller who is not answered yet is refused; one who is hears a BYE.
sip::Cause cause_of(ReleaseCause cause) {
  switch (cause) {
    case ReleaseCause::no_line: return {486, 17, "all lines are busy"};
    case ReleaseCause::trunk_down: return {503, 38, "trunk down"};
    case ReleaseCause::closed: return {480, 20, "closed"};
    case ReleaseCause::treatment:
    case ReleaseCause::flowed_out:
    case ReleaseCause::flow_ended:
    case ReleaseCause::steered:
    case ReleaseCause::talk_ended: return {480, 16, ""};
  }
  return {};
}

/// The prompt that a treatment plays when it names none.
const char* usual_prompt(TreatmentKind kind) {
  switch (kind) {
    case TreatmentKind::expected_wait: return "expected_wait";
    case TreatmentKind::callback_offer: return "callback_offer";
    case TreatmentKind::voicemail: return "voicemail";
    case TreatmentKind::release: return "closed";
    default: return "please_hold";
  }
}

}  // namespace

void Switchboard::perform(const Outcome& outcome) {
  for (const Wish& wish : outcome.wishes) {
    std::visit([this](const auto& wanted) { fulfil(wanted); }, wish);
  }
  for (const Happening& happening : outcome.happenings) {
    const auto* ended = std::get_if<CallEnded>(&happening);
    if (!ended) continue;
    if (LiveCall* call = calls_.find(ended->call)) finish(*call);
  }
  // Whoever was played to last may have fallen silent now.
  for (const Wish& wish : outcome.wishes) {
    const auto* stopped = std::get_if<StopPlaying>(&wish);
    if (LiveCall* call = stopped ? calls_.find(stopped->call) : nullptr) fill_silence(*call);
  }
}

void Switchboard::fulfil(const Play& wish) {
  LiveCall* call = calls_.find(wish.call);
  if (!call) return;
  call->treatment = wish.kind;
  play_prompt(*call, wish.prompt ? around_.centre.prompts[wish.prompt.value] : usual_prompt(wish.kind));
}

void Switchboard::fulfil(const StopPlaying& wish) {
  if (LiveCall* call = calls_.find(wish.call)) stop_playing(*call);
}

void Switchboard::fulfil(const Release& wish) {
  LiveCall* call = calls_.find(wish.call);
  if (!call || call->caller == LiveCall::Caller::gone) return;
  const bool open = call->caller == LiveCall::Caller::invited || call->caller == LiveCall::Caller::early;
  if (open) {
    stack_.refuse(call->caller_leg, cause_of(wish.cause));
  } else {
    stack_.hang_up(call->caller_leg, cause_of(wish.cause));
  }
  call->caller = LiveCall::Caller::gone;
}

void Switchboard::fulfil(const BeginWrapUp& wish) {
  LiveCall* call = calls_.find(wish.call);
  if (!call) return;
  call->wrapping_up = wish.agent;
  const Duration longest = around_.settings.limits.longest_wrap_up;
  // Who has no desk cannot say when the wrap-up is done.
  if (longest == Duration{0} && roster_.has_desk(wish.agent)) return;
  call->wrap_up_end = Timers::Timer(around_.timers, [this, id = wish.call](Time) { around_.tell(WrapUpEnded{id}); });
  call->wrap_up_end.set(around_.clock.now() + longest);
}

void Switchboard::fulfil(const StartTimer& wish) { acd_timers_.perform(wish); }
void Switchboard::fulfil(const CancelTimer& wish) { acd_timers_.perform(wish); }

void Switchboard::fulfil(const Collect& wish) {
  LiveCall* call = calls_.find(wish.call);
  if (!call) return;
  call->collecting = wish.digits;
  call->pressed = {};
  play_prompt(*call, wish.prompt ? around_.centre.prompts[wish.prompt.value] : "beep");
}

void Switchboard::fulfil(const LookUp& wish) {
  if (const LiveCall* call = calls_.find(wish.call)) {
    around_.look_ups.ask(wish.call, wish.source, wish.deadline, question_about(*call));
  }
}

void Switchboard::fulfil(const TransferOut& wish) {
  LiveCall* call = calls_.find(wish.call);
  if (!call) return;
  // A centre that was reloaded may know of one whose number needs a restart.
  const auto& numbers = around_.settings.destinations;
  pass_on(*call, wish.destination.value < numbers.size() ? numbers[wish.destination.value] : std::string{}, {}, {});
}

/// The desks show it, and take the answer; it expires by itself.
void Switchboard::fulfil(const AskPeople& wish) { requests_.push_back(wish); }

}  // namespace twinline::live
