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
  };
  std::optional<Talk> talk;
};

std::vector<std::uint8_t> to_bytes(const KeptCall& call);

/// Throws std::runtime_error for bytes of another version or that end too early.
KeptCall kept_call_from(const std::vector<std::uint8_t>& bytes);

}  // namespace twinline::live
