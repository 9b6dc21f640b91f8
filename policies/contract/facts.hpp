// What happened. A world tells the ACD facts, one at a time, in the order in which they happened; the ACD believes
// them, except that a fact about an offer, timer or call that is over is recognised as late and changes nothing.
#pragma once

#include <cstdint>
#include <variant>

#include "policies/contract/attributes.hpp"
#include "policies/contract/digits.hpp"
#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"

namespace twinline {

/// Who began the contact. A callback is a call that the centre makes because the customer has accepted the offer of
/// one; outbound is one that the customer did not ask for.
enum class Direction : std::uint8_t { inbound, callback, outbound };

/// A call reached a trunk, or is one that the centre makes: that goes straight to its queue. `attributes` need only
/// live as long as the call to Acd::handle.
struct CallArrived {
  CallId call;
  CallKey key = 0;
  CallTypeIndex type;
  SegmentIndex segment;  ///< none when the scenario has no segments
  TrunkIndex trunk;      ///< none when trunks are not modelled
  std::uint8_t priority = 0;
  std::uint8_t attempt = 0;  ///< 0 first, then counted over redials; of a call that the centre makes, over its tries
  double value = 0;
  Attributes attributes;
  Direction direction = Direction::inbound;
  bool absent = false;  ///< nobody is on the line yet: the customer is rung when an agent has the call
};

struct CallerHungUp {
  CallId call;
};

/// The caller has put the centre on hold, or is back. Whoever holds hears nothing: what plays stops and comes again
/// afterwards, and the treatments of the queue stand still meanwhile. Place and wait go on, offers may be made.
struct CallerHeld {
  CallId call;
  bool held = true;
};

enum class OfferRefusal : std::uint8_t { no_answer, declined, busy, unreachable };

struct OfferAnswered {
  OfferId offer;
};

struct OfferRefused {
  OfferId offer;
  OfferRefusal cause = OfferRefusal::no_answer;
};

enum class TalkEnd : std::uint8_t {
  by_caller,
  by_agent,         ///< the caller is still on the line, for a survey or for the Release that follows
  lost,             ///< nobody said good-bye
  transferred_out,  ///< the agent passed the caller on to somebody outside, and has no part in what follows
  not_reached,      ///< the customer whom the centre rang did not answer: there was no talk, and no wrap-up follows
};

/// Caller and agent no longer talk. Hold time lies within the talk and is told for the record. After `transferred_out`
/// the caller goes on holding a line, until CallerHungUp says that the talk outside is over.
struct TalkEnded {
  CallId call;
  TalkEnd how = TalkEnd::by_caller;
  Duration hold{0};
};

struct WrapUpEnded {
  CallId call;
};

struct TimerFired {
  TimerId timer;
};

enum class Presence : std::uint8_t { logged_out, not_ready, ready };

enum class NotReadyReason : std::uint8_t {
  none,
  pause,
  refused_offer,
  cooling_down,
  phone_lost,
  meeting,
  training,
  other,
  consulting  ///< on the phone with a colleague, or with a colleague's caller
};

/// An agent logs in or out, becomes ready or not. An agent who is serving finishes first.
struct AgentPresenceChanged {
  AgentIndex agent;
  Presence presence = Presence::ready;
  NotReadyReason reason = NotReadyReason::none;
};

/// An agent belongs to another group, and has its skills, from now on.
struct AgentMoved {
  AgentIndex agent;
  GroupIndex group;
};

/// The agent in talk hands the call to a queue as a call of this type: the agent is free at once, the call waits anew.
struct CallTransferred {
  CallId call;
  CallTypeIndex type;  ///< none: as what it is, back to its queue and to its place before those who came later
};

enum class TreatmentOutcome : std::uint8_t { finished, accepted, refused, failed };

struct TreatmentEnded {
  CallId call;
  TreatmentOutcome outcome = TreatmentOutcome::finished;
};

enum class InputOutcome : std::uint8_t {
  entered,  ///< at least one key
  nothing,  ///< no key in time
  failed,   ///< keys cannot be taken down now
};

/// The answer to Collect.
struct InputReceived {
  CallId call;
  InputOutcome outcome = InputOutcome::entered;
  std::uint8_t count = 0;  ///< keys pressed, `#` at the end not among them
  Digits digits;           ///< the keys; empty when they are secret
};

enum class LookUpOutcome : std::uint8_t { answered, timed_out, failed };

/// The answer to LookUp. What comes after a time-out is told as AttributesLearned.
struct LookUpEnded {
  CallId call;
  LookUpOutcome outcome = LookUpOutcome::answered;
  Attributes attributes;
};

enum class TransferOutcome : std::uint8_t {
  completed,  ///< the caller was passed on and holds no line any more; where lines carry the talk, when it is over
  busy,
  no_answer,
  refused,  ///< such a call is not allowed
  failed,
};

/// The answer to TransferOut. A caller who hangs up before anybody answers is told as CallerHungUp.
struct TransferOutEnded {
  CallId call;
  TransferOutcome outcome = TransferOutcome::completed;
};

/// Something became known of a caller without being asked for. Attributes of the same name are replaced.
struct AttributesLearned {
  CallId call;
  Attributes attributes;
};

enum class RequestAnswer : std::uint8_t { accepted, refused };

struct RequestAnswered {
  RequestId request;
  AgentIndex agent;  ///< who answered; a request to a group may be answered by several
  RequestAnswer answer = RequestAnswer::accepted;
};

/// What is expected of a call type between two instants: all that a policy may know of the future.
struct ForecastIssued {
  CallTypeIndex type;
  Time from, until;
  double calls = 0, low = 0, high = 0;  ///< mean and 90 % interval of the number of calls
};

/// Closing time, or a supervisor, sends away everybody who waits in this queue.
struct WaitingReleased {
  QueueIndex queue;
};

struct TrunkChanged {
  TrunkIndex trunk;
  bool up = true;
};

/// What monitoring says of a site.
enum class SiteState : std::uint8_t {
  up,
  cut_off,  ///< works by itself, but no link to another site is left
  down,
};

/// Monitoring has found a site in another state than before.
struct SiteReported {
  SiteIndex site;
  SiteState state = SiteState::up;
};

/// What monitoring says of a service that calls need: a signalling server, the IVR, the customers' data. What was
/// answered and what failed is of the time since monitoring looked before.
struct ServiceHealth {
  bool up = true;              ///< at least one host is known to serve
  std::uint32_t hosts_up = 0;  ///< how many are known to work, standbys included
  std::uint32_t waiting = 0;   ///< requests on its hosts, beyond those that have a core to themselves
  std::uint32_t answered = 0;
  std::uint32_t failed = 0;  ///< requests that got no answer, after all retries
  Duration response{0};      ///< mean of those answered; 0 when none was
  friend bool operator==(const ServiceHealth&, const ServiceHealth&) = default;
};

/// Monitoring has found a service otherwise than before.
struct ServiceReported {
  ServiceIndex service;
  ServiceHealth health;
};

enum class PolicyKind : std::uint8_t { routing, staffing, ivr };

/// Another policy, or the same with other parameters, is in force from now on. The world has given it to the ACD under
/// this number beforehand (Acd::prepare).
struct PolicyPutInForce {
  PolicyKind kind = PolicyKind::routing;
  std::uint32_t prepared = 0;
};

/// Another centre is in force from now on, given to the ACD beforehand (Acd::prepare). Tables may grow at their ends.
struct CentreReloaded {
  std::uint32_t prepared = 0;
};

using Fact =
    std::variant<CallArrived, CallerHungUp, OfferAnswered, OfferRefused, TalkEnded, WrapUpEnded, TimerFired,
                 AgentPresenceChanged, AgentMoved, CallTransferred, TreatmentEnded, AttributesLearned, RequestAnswered,
                 ForecastIssued, WaitingReleased, TrunkChanged, PolicyPutInForce, CentreReloaded, CallerHeld,
                 InputReceived, LookUpEnded, TransferOutEnded, SiteReported, ServiceReported>;

/// A fact and when it happened.
struct Occurrence {
  Time at;
  Fact fact;
};

}  // namespace twinline
