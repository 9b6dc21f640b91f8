// What the ACD wants done. A wish is not a fact: an offer may ring out, be declined or lose a race; the world answers
// with facts. A world performs the wishes of one fact in their order.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "policies/contract/centre.hpp"
#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"

namespace twinline {

/// Ring the agent. Answered with OfferAnswered or OfferRefused, by `ring_limit` at the latest (no_answer).
struct Offer {
  OfferId offer;
  CallId call;
  Duration ring_limit{0};
  friend bool operator==(const Offer&, const Offer&) = default;
};

/// Stop ringing. No answer is expected; one that was on its way is late and gets a DropLeg.
struct WithdrawOffer {
  OfferId offer;
  CallId call;
  friend bool operator==(const WithdrawOffer&, const WithdrawOffer&) = default;
};

/// Let caller and agent talk. Ends with TalkEnded, CallTransferred or CallerHungUp.
struct Connect {
  OfferId offer;
  CallId call;
  friend bool operator==(const Connect&, const Connect&) = default;
};

/// The agent answered too late: release that leg alone.
struct DropLeg {
  OfferId offer;
  friend bool operator==(const DropLeg&, const DropLeg&) = default;
};

/// The agent works on after the talk. Answered with WrapUpEnded.
struct BeginWrapUp {
  CallId call;
  AgentIndex agent;
  friend bool operator==(const BeginWrapUp&, const BeginWrapUp&) = default;
};

/// Play to a caller, or take the caller's message (voicemail). Answered with TreatmentEnded.
struct Play {
  CallId call;
  TreatmentKind kind = TreatmentKind::announcement;
  PromptIndex prompt;
  Duration expected_wait{0};  ///< for expected_wait and callback_offer
  friend bool operator==(const Play&, const Play&) = default;
};

/// Ends a Play or a Collect. No answer is expected.
struct StopPlaying {
  CallId call;
  friend bool operator==(const StopPlaying&, const StopPlaying&) = default;
};

/// Play the prompt and take down the keys that the caller presses. Answered with InputReceived.
struct Collect {
  CallId call;
  PromptIndex prompt;
  DigitRules digits;
  friend bool operator==(const Collect&, const Collect&) = default;
};

/// Ask a source about this caller. Answered with LookUpEnded, at the deadline at the latest.
struct LookUp {
  CallId call;
  LookUpIndex source;
  Duration deadline{0};
  friend bool operator==(const LookUp&, const LookUp&) = default;
};

/// Pass the caller on to a number outside. Answered with TransferOutEnded.
struct TransferOut {
  CallId call;
  DestinationIndex destination;
  friend bool operator==(const TransferOut&, const TransferOut&) = default;
};

enum class ReleaseCause : std::uint8_t {
  no_line,
  trunk_down,
  closed,
  treatment,
  flowed_out,
  flow_ended,  ///< the IVR, or a survey, has nothing more to say
  talk_ended,  ///< the agent has hung up and nothing follows
  steered,     ///< the caller goes on over another channel
};

/// Hang up on the caller (or refuse the call, before it was answered).
struct Release {
  CallId call;
  ReleaseCause cause = ReleaseCause::no_line;
  friend bool operator==(const Release&, const Release&) = default;
};

/// Fire TimerFired{timer} at this instant. Starting a timer that runs moves it.
struct StartTimer {
  TimerId timer;
  Time at;
  friend bool operator==(const StartTimer&, const StartTimer&) = default;
};

struct CancelTimer {
  TimerId timer;
  friend bool operator==(const CancelTimer&, const CancelTimer&) = default;
};

enum class RequestKind : std::uint8_t { log_in, log_out, move_group, move_break, join_emergency_group, stay_longer };

/// Ask people. Answered with RequestAnswered, once for each who answers; expires by itself.
struct AskPeople {
  RequestId request;
  RequestKind kind = RequestKind::log_in;
  GroupIndex group;  ///< whom, when no agent is named; or where to, for move_group
  AgentIndex agent;
  std::uint32_t people = 1;
  Time from, until;  ///< when it would be in force
  Time expires;
  friend bool operator==(const AskPeople&, const AskPeople&) = default;
};

using Wish = std::variant<Offer, WithdrawOffer, Connect, DropLeg, BeginWrapUp, Play, StopPlaying, Release, StartTimer,
                          CancelTimer, AskPeople, Collect, LookUp, TransferOut>;

using Wishes = std::vector<Wish>;

}  // namespace twinline
