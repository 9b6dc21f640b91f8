// What a journal says of itself before anything has happened: which program, scenario, policies, seed and
// centre. With it and the snapshot that follows, every segment replays by itself; no scenario file is needed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policies/contract/centre.hpp"
#include "policies/contract/parameters.hpp"
#include "policies/contract/time.hpp"

namespace twinline::journal {

/// Which policy, and with what parameters: enough to make it again from the menu, or to say that it is not there.
struct PolicyIdentity {
  std::string name;
  std::uint32_t version = 1;
  std::vector<ParameterText> parameters;
  std::string build{};  ///< SHA-256 of the shared object that had the policy; empty for Twinline's own
  friend bool operator==(const PolicyIdentity&, const PolicyIdentity&) = default;
};

struct Header {
  std::string program_version;      ///< of whoever wrote the journal
  std::uint32_t model_version = 0;  ///< raised whenever the same input gives another trajectory
  std::string scenario_name;
  std::string scenario_hash;
  std::string arm;  ///< empty outside a comparison
  std::uint64_t seed = 0;
  std::uint64_t policy_seed = 0;  ///< of the keyed choices that policies make
  std::uint32_t replication = 0;

  PolicyIdentity routing, staffing, ivr;  ///< in force when the segment begins

  std::string time_zone;             ///< IANA name
  std::string world_start;           ///< instant of Time 0, ISO 8601 with offset
  std::uint64_t entries_before = 0;  ///< in earlier segments of the journal
  std::uint32_t interval_minutes = 0;
  Duration warm_up{0};  ///< left out of KPIs
  Time horizon_end;     ///< what comes later is run-out

  Centre centre;  ///< in force when the segment begins; linked when it was read
};

}  // namespace twinline::journal
