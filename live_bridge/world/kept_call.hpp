// A call as it is kept for another process to take over: which call of the ACD it is, its dialogs, and what its audio
// hangs on. Only calls whose caller is connected for good are kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "live_bridge/sip/leg.hpp"
#include "live_bridge/world/live_call.hpp"

namespace twinline::live {

struct KeptCall {
  CallId id;
  CallKey key = 0;
  TrunkIndex trunk;
  std::string number, caller_sdp, own_sdp;
  std::uint32_t parties = 0;
  RecordingChoice recording;
  sip::DialogRecord caller;
  struct Talk {
    AgentIndex agent;
    std::string party, answer;
    sip::DialogRecord dialog;
    TrunkIndex trunk;
    AgentIndex sent_by;
    bool passed_on = false;
    bool parked = false;  ///< the caller was being passed on and hears music
    Time began;
  };
  std::optional<Talk> talk;
};

/// Both sides of a consultation: of another process there is only to hang up on them.
struct KeptConsultation {
  AgentIndex agent, colleague;
  sip::DialogRecord own, other;
};

/// A call that had come when a policy did not return: there is no dialog yet, and its INVITE may come again.
struct KeptArrival {
  std::uint64_t invite = 0;  ///< names its INVITE: a keyed hash
  CallKey key = 0;
  CallTypeIndex type;
  TrunkIndex trunk;
  Time at;
};

/// A dialog as it will be when so many more requests of ours are out: a number used twice would be refused by the peer.
sip::DialogRecord ahead(sip::DialogRecord dialog, std::uint32_t requests);

std::vector<std::uint8_t> to_bytes(const KeptCall& call);
std::vector<std::uint8_t> to_bytes(const KeptConsultation& consultation);
std::vector<std::uint8_t> to_bytes(const KeptArrival& arrival);

/// Throws std::runtime_error for bytes of another version or that end too early.
KeptCall kept_call_from(const std::vector<std::uint8_t>& bytes);
/// None for bytes of something else.
std::optional<KeptConsultation> kept_consultation_from(const std::vector<std::uint8_t>& bytes);
std::optional<KeptArrival> kept_arrival_from(const std::vector<std::uint8_t>& bytes);

}  // namespace twinline::live
