// A leg as the rest of the bridge knows it: a name with a generation, never a pointer, so that an answer which crosses
// a hang-up finds nobody instead of somebody else.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"

namespace twinline::live::sip {

struct LegId {
  std::uint32_t slot = 0xffffffffU;
  std::uint32_t generation = 0;
  constexpr auto operator<=>(const LegId&) const = default;
  constexpr explicit operator bool() const { return slot != 0xffffffffU; }
};

/// Why a leg ended or shall end: a SIP status, or a Q.850 cause where one was told (RFC 3326).
struct Cause {
  int status = 0;  ///< of the final response; 0 after a BYE
  int q850 = 16;   ///< 16: normal clearing
  std::string text;
};

/// An INVITE that opened a leg.
struct Invitation {
  LegId leg;
  TrunkIndex trunk;     ///< it came on; none when an agent's phone calls
  AgentIndex agent;     ///< whose phone calls; none on a trunk
  std::string called;   ///< after the trunk's number rules
  std::string caller;   ///< likewise; empty when withheld or not believed
  std::string verstat;  ///< what the trunk says of the caller's number; empty when nothing
  std::string diverted_from;
  std::string sdp;   ///< the offer; empty when the caller leaves it to us
  std::string name;  ///< Call-ID and the caller's tag: the same when the INVITE is sent again
};

/// A call of ours to a phone or a gateway.
struct Outgoing {
  AgentIndex agent;  ///< to this agent's contact; else to `trunk`
  TrunkIndex trunk;
  std::string called;  ///< on a trunk: the number
  std::string caller;  ///< shown to who is called; empty: anonymous
  std::string display;
  std::string sdp;
  Duration ring_limit{0};
};

/// An agent's phone asks to send its partner elsewhere (REFER).
struct Referral {
  std::string target;  ///< user part of Refer-To, untouched
  LegId replaces;      ///< attended: the leg that the target's dialog is to replace; none: blind
};

/// All that brings a dialog back to life in another process. Kept apart from journal and call records: it names
/// numbers.
struct DialogRecord {
  LegId leg;
  bool caller = true;  ///< of a caller, or of an agent or gateway
  TrunkIndex trunk;
  AgentIndex agent;
  std::string call_id, local, remote;  ///< From and To, as header values with their tags, by whose they are
  std::vector<std::string> route;
  std::string target;
  std::uint32_t local_sequence = 0, remote_sequence = 0;
  bool refreshes_session = false;
  Duration session_expires{0};
  std::string local_sdp, remote_sdp;
};

}  // namespace twinline::live::sip
