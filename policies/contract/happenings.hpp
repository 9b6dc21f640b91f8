// What the ACD did with a fact: the changes of its state, told once each. Policies learn from them, KPIs are folded
// from them, the journal keeps them. A call ends its wait with exactly one WaitEnded per queue and its life with
// exactly one CallEnded.
#pragma once

#include <cstdint>
#include <type_traits>
#include <variant>
#include <vector>

#include "policies/contract/facts.hpp"
#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "policies/contract/wishes.hpp"

namespace twinline {

/// What a call is counted under.
struct CallLabels {
  CallTypeIndex type;
  SegmentIndex segment;
  QueueIndex queue;
  std::uint8_t attempt = 0;
  Direction direction = Direction::inbound;
  friend bool operator==(const CallLabels&, const CallLabels&) = default;
};

struct CallBlocked {
  CallId call;
  CallLabels labels;
  TrunkIndex trunk;
  friend bool operator==(const CallBlocked&, const CallBlocked&) = default;
};

struct WaitBegan {
  CallId call;
  CallKey key = 0;
  CallLabels labels;
  friend bool operator==(const WaitBegan&, const WaitBegan&) = default;
};

enum class WaitEnd : std::uint8_t { answered, abandoned, overflowed, exited, voicemail, callback, released };

/// A wait in one queue is over. After `overflowed` the same wait goes on in another queue; every other end is final for
/// this entry into a queue.
struct WaitEnded {
  CallId call;
  CallKey key = 0;
  CallLabels labels;
  GroupIndex group;  ///< of the agent who answered; else none
  AgentIndex agent;
  WaitEnd how = WaitEnd::answered;
  bool while_ringing = false;  ///< abandoned while an agent's phone rang
  Time queued_at;
  Duration waited{0};
  friend bool operator==(const WaitEnded&, const WaitEnded&) = default;
};

struct OfferMade {
  OfferId offer;
  CallId call;
  GroupIndex group;
  friend bool operator==(const OfferMade&, const OfferMade&) = default;
};

enum class OfferEnd : std::uint8_t { answered, no_answer, declined, busy, unreachable, withdrawn };

struct OfferEnded {
  OfferId offer;
  CallId call;
  GroupIndex group;
  OfferEnd how = OfferEnd::answered;
  Duration rang{0};
  friend bool operator==(const OfferEnded&, const OfferEnded&) = default;
};

/// Talk and wrap-up of one call with one agent are over.
struct HandlingEnded {
  CallId call;
  CallLabels labels;
  GroupIndex group;
  AgentIndex agent;
  Time queued_at, answered_at;
  Duration talk{0}, hold{0}, wrap_up{0};  ///< hold lies within talk
  bool transferred = false;
  bool reached =
      true;  ///< false: the customer whom the centre rang did not answer, and `talk` is the agent's listening
  friend bool operator==(const HandlingEnded&, const HandlingEnded&) = default;
};

enum class AgentState : std::uint8_t { logged_out, not_ready, ready, offered, busy, wrap_up };

struct AgentChanged {  // another state, or (from and to not_ready) another reason
  AgentIndex agent;
  GroupIndex group;
  AgentState from = AgentState::logged_out, to = AgentState::logged_out;
  NotReadyReason reason = NotReadyReason::none;
  friend bool operator==(const AgentChanged&, const AgentChanged&) = default;
};

/// An agent left one group for another; the state did not change.
struct AgentChangedGroup {
  AgentIndex agent;
  GroupIndex from, to;
  AgentState state = AgentState::logged_out;
  friend bool operator==(const AgentChangedGroup&, const AgentChangedGroup&) = default;
};

enum class CallOutcome : std::uint8_t {
  blocked,
  left_ivr,  ///< the caller hung up before a queue
  served,    ///< by an agent
  abandoned,
  voicemail,
  callback,
  released,
  self_served,      ///< by the IVR alone
  transferred_out,  ///< passed on to a number outside, by an agent or by the IVR
  not_reached,      ///< the centre rang the customer, who did not answer
  steered,          ///< led to another channel by the IVR, where the matter goes on
};

struct CallEnded {
  CallId call;
  CallKey key = 0;
  CallLabels labels;
  CallOutcome outcome = CallOutcome::served;
  friend bool operator==(const CallEnded&, const CallEnded&) = default;
};

/// A decision that the ACD did not carry out, and why. First come, first served took its place where one was needed.
enum class DecisionFault : std::uint8_t {
  threw,
  unknown_call,
  call_not_waiting,
  agent_not_ready,
  agent_not_eligible,
  unknown_queue,
  time_in_the_past,
  idle_beside_waiting,
  requeued_twice,  ///< at one instant
  unknown_look_up,
  unknown_destination,
  agent_has_no_room,  ///< beside what is in hand
};

struct DecisionRejected {
  DecisionFault fault = DecisionFault::threw;
  CallId call;
  AgentIndex agent;
  friend bool operator==(const DecisionRejected&, const DecisionRejected&) = default;
};

struct RequestSettled {
  RequestId request;
  AgentIndex agent;
  bool accepted = false, expired = false;
  friend bool operator==(const RequestSettled&, const RequestSettled&) = default;
};

struct ForecastChanged {
  CallTypeIndex type;
  friend bool operator==(const ForecastChanged&, const ForecastChanged&) = default;
};

struct PolicyChanged {
  PolicyKind kind = PolicyKind::routing;
  std::uint32_t prepared = 0;
  friend bool operator==(const PolicyChanged&, const PolicyChanged&) = default;
};

struct CentreChanged {
  std::uint32_t prepared = 0;
  friend bool operator==(const CentreChanged&, const CentreChanged&) = default;
};

struct SiteChanged {
  SiteIndex site;
  SiteState state = SiteState::up;
  friend bool operator==(const SiteChanged&, const SiteChanged&) = default;
};

/// Something is known of a service that was not known before: View::service says what.
struct ServiceChanged {
  ServiceIndex service;
  friend bool operator==(const ServiceChanged&, const ServiceChanged&) = default;
};

/// A caller wanted the IVR and found every port busy. Who is refused is told as CallBlocked and CallEnded besides.
struct IvrPortsBusy {
  CallId call;
  CallLabels labels;
  bool refused = false;  ///< else the call goes on without: to its queue, or after the talk to its end
  friend bool operator==(const IvrPortsBusy&, const IvrPortsBusy&) = default;
};

/// A caller needs a port of the IVR no longer.
struct IvrPortFreed {
  CallId call;
  CallLabels labels;
  Time taken_at;
  Duration held{0};
  friend bool operator==(const IvrPortFreed&, const IvrPortFreed&) = default;
};

using Happening = std::variant<CallBlocked, WaitBegan, WaitEnded, OfferMade, OfferEnded, HandlingEnded, AgentChanged,
                               AgentChangedGroup, CallEnded, DecisionRejected, RequestSettled, ForecastChanged,
                               PolicyChanged, CentreChanged, SiteChanged, ServiceChanged, IvrPortsBusy, IvrPortFreed>;

using Happenings = std::vector<Happening>;

/// A set of kinds of happening: who wants only some of them need not pay for the rest.
class HappeningSet {
 public:
  constexpr HappeningSet() = default;

  template <class... Kinds>
  static constexpr HappeningSet of() {
    HappeningSet set;
    ((set.bits_ |= bit<Kinds>()), ...);
    return set;
  }
  static constexpr HappeningSet all() {
    HappeningSet set;
    set.bits_ = ~std::uint32_t{0};
    return set;
  }

  template <class Kind>
  constexpr void add() {
    bits_ |= bit<Kind>();
  }

  template <class Kind>
  constexpr bool has() const {
    return (bits_ & bit<Kind>()) != 0;
  }
  constexpr bool has(const Happening& happening) const { return (bits_ >> happening.index() & 1U) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr HappeningSet operator|(HappeningSet other) const {
    HappeningSet set;
    set.bits_ = bits_ | other.bits_;
    return set;
  }

 private:
  template <class Kind, std::size_t position = 0>
  static constexpr std::uint32_t bit() {
    if constexpr (std::is_same_v<Kind, std::variant_alternative_t<position, Happening>>) {
      return std::uint32_t{1} << position;
    } else {
      return bit<Kind, position + 1>();
    }
  }
  std::uint32_t bits_ = 0;
};

}  // namespace twinline
