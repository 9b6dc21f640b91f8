// The calls of an imported log, made ready to be replayed: placed on the world's clock, in order of time, without those
// that never asked for an agent. Read once and shared by all replications.
#pragma once

#include <cstdint>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::sim {

struct LoggedCall {
  Time at;                    ///< entry into the queue
  Duration service{-1};       ///< negative where the log is silent
  SegmentIndex segment;       ///< by the log's name for it; none when the scenario has no such segment
  std::uint32_t day = 0;      ///< of the horizon
  std::uint32_t ordinal = 0;  ///< among the calls of this call type and day
  std::uint8_t priority = 0;
};

/// By call type, the calls to replay; empty for those that are not replayed.
class ReplayLog {
 public:
  /// Reads every call table that the scenario names. Calls outside the horizon are left out. Throws twin::BadInput with
  /// what is wrong with a table, and where.
  explicit ReplayLog(const scenarios::Scenario& scenario);

  const std::vector<LoggedCall>& calls(CallTypeIndex type) const { return calls_[type.value]; }

 private:
  std::vector<std::vector<LoggedCall>> calls_;
};

}  // namespace twinline::sim
