// Switchboard: telling callers that they are recorded, and having it done. The ACD knows nothing of it: whether a talk
// is recorded changes neither who waits nor who rings, so it is no fact; what happens is in the audit trail.
#include <utility>

#include <fmt/format.h>

#include "live_bridge/recording/choice.hpp"
#include "live_bridge/recording/spool.hpp"
#include "live_bridge/wall/log.hpp"
#include "live_bridge/world/switchboard.hpp"

namespace twinline::live {
namespace {

using Consent = RecordingChoice::Consent;

constexpr Duration key_after_question = 5s;
constexpr char agreeing_key = '1', refusing_key = '2';
constexpr std::int64_t agreed = 1;
constexpr Duration longest_message = 2min;

}  // namespace

void Switchboard::choose_recording(LiveCall& call, CallTypeIndex type) {
  call.recording.type = type;
  const auto& settings = around_.settings.recording;
  if (!settings || !recording::is_chosen(*settings, type, call.key)) return;
  const bool nothing_to_say = settings->consent == scenarios::RecordingConsent::none_needed;
  call.recording.consent = nothing_to_say ? Consent::given : Consent::open;
}

bool Switchboard::owes_notice(const LiveCall& call) const {
  return call.recording.consent == Consent::open && !call.talking && !around_.settings.recording->agreed_in_flow;
}

/// Before anything else that the caller is to hear, and before a phone rings: while one does, the media server takes no
/// keys down.
void Switchboard::give_notice(LiveCall& call) {
  call.notice = true;
  call.hears = LiveCall::Hears::prompt;
  const std::uint32_t number = ++call.played;
  call.notice_end = Timers::Timer(around_.timers, [this, id = call.id](Time) { notice_heard(id); });
  const std::string& prompt = around_.settings.recording->prompt;
  media_->play(call.media_id, prompt, false, [this, id = call.id, number](const media::Reply& reply) {
    LiveCall* told = calls_.find(id);
    if (!told || !told->notice || told->played != number) return;
    if (reply.ok) {
      told->notice_end.set(around_.clock.now() + reply.duration);
    } else {
      log_warning("call {} is told nothing of being recorded: {}", told->media_id, reply.error);
      notice_over(*told, Consent::unheard);
    }
  });
}

void Switchboard::notice_heard(CallId id) {
  LiveCall* call = calls_.find(id);
  if (!call || !call->notice) return;
  if (around_.settings.recording->consent == scenarios::RecordingConsent::announced) {
    notice_over(*call, Consent::given);
  } else if (call->hears == LiveCall::Hears::prompt) {
    call->hears = LiveCall::Hears::nothing;
    call->notice_end.set(around_.clock.now() + key_after_question);
  } else {
    notice_over(*call, Consent::refused);
  }
}

void Switchboard::answer_question(LiveCall& call, char digit) {
  if (around_.settings.recording->consent != scenarios::RecordingConsent::asked) return;
  if (digit != agreeing_key && digit != refusing_key) return;
  if (call.hears == LiveCall::Hears::prompt) media_->stop(call.media_id);
  notice_over(call, digit == agreeing_key ? Consent::given : Consent::refused);
}

/// What had to wait goes on: the phone that is to ring, the prompt that the ACD wished for.
void Switchboard::notice_over(LiveCall& call, Consent consent) {
  call.notice = false;
  call.notice_end.cancel();
  ++call.played;
  call.hears = LiveCall::Hears::nothing;
  decide_consent(call, consent);
  keep(call);
  if (call.ringing && !call.ringing->leg) {
    call.ring_end.set(around_.clock.now() + call.ringing->ring_limit);
    ring(call);
  }
  if (call.wants_prompt) {
    play_prompt(call, *std::exchange(call.wants_prompt, std::nullopt));
  } else {
    fill_silence(call);
  }
}

void Switchboard::decide_consent(LiveCall& call, Consent consent) {
  call.recording.consent = consent;
  if (consent == Consent::given) return;
  const bool refused = consent == Consent::refused;
  around_.archivist->write_down({"bridge", refused ? "refused" : "unheard", call.media_id,
                                 refused ? "the caller did not agree" : "the caller was not told or asked"});
}

/// A flow has asked by now, or never will before this talk.
void Switchboard::look_up_consent(LiveCall& call) {
  if (call.recording.consent != Consent::open || !around_.settings.recording->agreed_in_flow) return;
  const auto answer = around_.attribute(call.id, *around_.settings.recording->agreed_in_flow);
  if (!answer) {
    decide_consent(call, Consent::unheard);
  } else {
    decide_consent(call, *answer == agreed ? Consent::given : Consent::refused);
  }
}

/// Has recorded what shall be, and no more: to be called whenever one of its reasons has changed. A call can be asked
/// for keys only while it talks with nobody, so no key that is collected falls into a recording.
void Switchboard::settle_recording(LiveCall& call, const std::string& why) {
  RecordingChoice& choice = call.recording;
  const bool held = call.held_by_caller || (call.talking && call.talking->held_since);
  const bool with_agent = call.talking && !call.talking->passed_on && !call.passing;
  const bool wanted = with_agent && choice.consent == Consent::given && !choice.paused && !held;
  if (wanted == choice.runs) return;
  choice.runs = wanted;
  around_.archivist->write_down({"bridge", wanted ? "began" : "ended", call.media_id, why});
  if (!wanted) {
    stop_capture(call);
  } else {
    capture_talk(call);
  }
}

void Switchboard::capture_talk(LiveCall& call) {
  call.captured = true;
  start_capture(call, "talk", [this, id = call.id](const media::Reply& reply) {
    LiveCall* talking = calls_.find(id);
    if (talking && !reply.ok && talking->recording.runs) capture_failed(*talking, reply.error);
  });
}

void Switchboard::start_capture(LiveCall& call, const char* kind, media::Done done) {
  if (around_.archivist) around_.archivist->recorded_now(call.media_id, true);
  const std::string type = around_.centre.call_types[call.recording.type.value].name;
  const QueueIndex queue = around_.centre.call_types[call.recording.type.value].queue;
  media_->start_recording(
      call.media_id,
      [kind, type, queue = around_.centre.queues[queue.value].name](const media::AudioPorts& ports) {
        return recording::to_text({kind, type, queue, ports.caller, ports.agent});
      },
      std::move(done));
}

/// Until the media server has said so, what is spoken may still be captured, and the desk says so.
void Switchboard::stop_capture(const LiveCall& call) {
  if (around_.archivist) around_.archivist->recorded_now(call.media_id, false);
  media_->stop_recording(call.media_id, [this, id = call.id](const media::Reply& reply) {
    LiveCall* stopped = calls_.find(id);
    if (!stopped || stopped->recording.runs) return;
    // One that knows nothing of the call captures nothing of it either.
    stopped->captured = !reply.ok && reply.error == "timeout" && media_->is_up();
    if (!stopped->captured) return;
    log_error("call {}: the media server does not say that its recording has ended", stopped->media_id);
    stop_capture(*stopped);
  });
}

void Switchboard::capture_failed(LiveCall& call, const std::string& why) {
  log_warning("call {} is not recorded: {}", call.media_id, why);
  call.recording.runs = call.captured = false;
  call.recording.consent = Consent::unheard;
  around_.archivist->write_down({"bridge", "failed", call.media_id, why});
  stop_capture(call);  // only the reply may have been lost
}

/// What the media server was capturing ended with it; the talk may be recorded anew when it is back.
void Switchboard::captures_lost() {
  calls_.each([this](LiveCall& call) {
    call.captured = false;
    if (!std::exchange(call.recording.runs, false)) return;
    around_.archivist->recorded_now(call.media_id, false);
    around_.archivist->write_down({"bridge", "ended", call.media_id, "the media server died"});
  });
}

/// In a talk that was taken over. The media server never stopped; but what the process before asked of it last may not
/// have reached it, and is asked again. Where recording is not configured any more, it ends.
void Switchboard::go_on_recording(LiveCall& call, const RecordingChoice& kept) {
  if (kept.runs && around_.archivist) {
    around_.archivist->write_down({"bridge", "taken_over", call.media_id, "another process goes on with it"});
    capture_talk(call);
  } else if (media_ && kept.consent == Consent::given) {
    stop_capture(call);
  }
}

std::string Switchboard::pause_recording(AgentIndex agent, bool paused) {
  LiveCall* call = call_with(agent);
  if (!call) return "you are in no call";
  if (call->talking->passed_on || call->recording.consent != Consent::given) return "this call is not recorded";
  call->recording.paused = paused;
  const std::string& name = around_.centre.agents[agent.value].name;
  settle_recording(*call, fmt::format("{} {}", name, paused ? "paused it" : "went on with it"));
  keep(*call);
  return {};
}

std::vector<std::pair<AgentIndex, recording::Progress>> Switchboard::recordings_in_hand() {
  using recording::Progress;
  std::vector<std::pair<AgentIndex, Progress>> all;
  calls_.each([&](const LiveCall& call) {
    if (!call.talking || call.talking->passed_on) return;
    const Consent consent = call.recording.consent;
    Progress progress = Progress::off;
    if (consent == Consent::given) progress = call.captured ? Progress::recording : Progress::paused;
    if (consent == Consent::refused) progress = Progress::refused;
    if (consent == Consent::unheard || consent == Consent::open) progress = Progress::failed;
    all.emplace_back(call.talking->agent, progress);
  });
  return all;
}

/// Until the caller presses a key, hangs up or has said enough.
void Switchboard::take_message(LiveCall& call) {
  call.hears = LiveCall::Hears::nothing;
  const auto over = [this, id = call.id](TreatmentOutcome outcome) {
    if (LiveCall* told = calls_.find(id)) stop_capture(*told);
    prompt_over(id, outcome);
  };
  call.prompt_end = Timers::Timer(around_.timers, [over](Time) { over(TreatmentOutcome::finished); });
  call.prompt_end.set(around_.clock.now() + longest_message);
  start_capture(call, "message", [over](const media::Reply& reply) {
    if (!reply.ok) over(TreatmentOutcome::failed);
  });
}

}  // namespace twinline::live
