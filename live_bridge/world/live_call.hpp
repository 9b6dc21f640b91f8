// One call on the switchboard: its two legs, what the caller hears, whose phone rings for it, and to whom the caller is
// being passed on. The ACD knows the call by the same CallId; what it thinks of the call is not repeated here.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "live_bridge/media/media_server.hpp"
#include "live_bridge/sip/leg.hpp"
#include "live_bridge/wall/timers.hpp"
#include "live_bridge/world/outside_calls.hpp"
#include "policies/contract/digits.hpp"
#include "policies/contract/flow.hpp"
#include "policies/contract/ids.hpp"
#include "policies/contract/wishes.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live {

/// A phone that was asked to ring for the call.
struct RingingPhone {
  OfferId offer;
  sip::LegId leg;      ///< none until the media server has an offer for the phone
  std::string party;   ///< the phone's name at the media server
  std::string answer;  ///< its SDP, once it answered
  Duration ring_limit{0};
  bool rings = false;  ///< it said so
};

/// Who talks with the caller: the agent whom the ACD chose, or somebody to whom the caller was passed on.
struct TalkingPhone {
  AgentIndex agent;  ///< none: a number outside
  sip::LegId leg;    ///< none: the agent has left, and the caller is being passed on
  std::string party;
  std::string answer;
  std::optional<Time> held_since;
  Duration held{0};
  bool passed_on = false;
  AgentIndex sent_by{};  ///< who passed the caller on; none: the flow
  TrunkIndex trunk{};    ///< of a number outside
  TollLedger::Entry entry{};
};

/// Somebody who is to take the caller over: a number outside that is being called, or the other side of a consultation.
struct PassingOn {
  OutsideCall outside;
  AgentIndex sent_by;       ///< by whom; none: the flow
  AgentIndex colleague;     ///< who was consulted; none: a number outside
  sip::LegId consultation;  ///< the agent's leg of it; none: the number is called for this
  sip::LegId referrer;      ///< the leg that is told how it goes; none: nobody asks
  sip::LegId leg;           ///< none until it is invited
  std::string party;
  std::string answer;
  bool rings = false;
};

/// Whether the talks of a call are recorded, and how that came: what another process must know to go on.
struct RecordingChoice {
  enum class Consent : std::uint8_t {
    not_wanted,  ///< this call is none that is recorded
    open,        ///< the caller was not told or asked yet
    given,
    refused,
    unheard,  ///< the caller could not be told or asked, or the media server would not record
  };
  CallTypeIndex type;  ///< of the number that was dialled
  Consent consent = Consent::not_wanted;
  bool paused = false;  ///< by the agent
  bool runs = false;    ///< the media server was told to
};

struct LiveCall {
  enum class Caller : std::uint8_t { invited, early, answered, confirmed, gone };
  enum class Media : std::uint8_t { none, opening, open };
  enum class Hears : std::uint8_t { nothing, music, prompt };

  CallId id;
  CallKey key = 0;
  std::uint64_t invite = 0;  ///< names the INVITE that it came by in this process: a keyed hash
  bool used = false;
  sip::LegId caller_leg;
  Caller caller = Caller::invited;
  TrunkIndex trunk;
  scenarios::AnswerMode answer_mode = scenarios::AnswerMode::at_once;
  std::string number;      ///< shown to the agent and asked of sources, known to nobody else
  std::string caller_sdp;  ///< the caller's; empty until it is known
  std::string own_sdp;     ///< what the caller was last told
  std::string new_sdp;     ///< what the caller is to be told once the dialog is confirmed; empty when nothing
  bool held_by_caller = false;

  media::MediaId media_id;
  Media media = Media::none;
  Hears hears = Hears::nothing;
  std::uint32_t played = 0;  ///< prompts so far: tells a reply about an earlier one
  TreatmentKind treatment = TreatmentKind::announcement;
  Timers::Timer prompt_end;
  std::optional<std::string> wants_prompt;  ///< to be played once the caller can hear
  std::optional<DigitRules> collecting;     ///< keys are taken down
  Digits pressed;
  Digits keys;             ///< of the last step that asked for some, secret or not; for sources alone
  std::string heard_last;  ///< the prompt

  RecordingChoice recording;
  bool notice = false;  ///< the caller is being told of the recording, or asked; all else waits
  Timers::Timer notice_end;
  bool captured = false;  ///< the media server has not said otherwise

  std::optional<RingingPhone> ringing;
  std::uint32_t parties = 0;
  Timers::Timer ring_end;
  std::optional<TalkingPhone> talking;
  std::optional<PassingOn> passing;
  AgentIndex wrapping_up;  ///< who has not finished with the call
  Timers::Timer wrap_up_end;
  Timers::Timer watch;  ///< for dead air and over-long talks
  Time talk_began;
};

/// Agents sit behind whatever network they have: their audio goes to where it comes from.
inline const media::Party agents_party{{}, true};

/// What the media server calls it, also after a restart.
media::MediaId media_name(CallKey key);

/// Slots with generations, as the ACD wants its calls named. A slot is used again, so that tables stay small;
/// references stay valid until the call is freed.
class CallTable {
 public:
  LiveCall& add();
  void free(LiveCall& call);
  LiveCall* find(CallId id);

  /// Takes the name that a call had in an earlier process.
  LiveCall& add_as(CallId id);

  std::size_t size() const { return size_; }
  template <class Visit>
  void each(Visit&& visit) {
    for (LiveCall& call : calls_) {
      if (call.used) visit(call);
    }
  }

 private:
  void grow();

  std::deque<LiveCall> calls_;
  std::vector<std::uint32_t> free_;
  std::size_t size_ = 0;
};

}  // namespace twinline::live
