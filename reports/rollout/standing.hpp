// How a partial rollout stands, as plain data: for the page, the API and the log of a bridge, and for a simulated one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policies/contract/time.hpp"
#include "reports/statistics/sample_estimate.hpp"

namespace twinline::rollout {

/// One figure with the number of calls that it is over; NaN over none.
struct Figure {
  double value = 0;
  std::uint64_t n = 0;
};

/// What the calls of one arm came to so far, without those that a wash-out gives to neither.
struct ArmStanding {
  std::uint64_t offered = 0, answered = 0, abandoned = 0, waiting = 0;
  /// Waits beyond their threshold count as missed while they last.
  Figure service_level;
  Figure mean_wait;  ///< seconds, of waits that are over
  Figure aht;        ///< seconds, of calls whose handling is over
};

/// What is known of one KPI that is watched.
struct QuestionStanding {
  std::string kpi;
  std::optional<double> limit;
  double difference = 0;      ///< candidate minus incumbent; NaN while nothing is known
  statistics::Bounds bounds;  ///< 95 %, valid at every look; NaN before the first
  std::uint64_t n = 0;        ///< calls, or pairs of blocks
};

/// Why a rollout has to end.
struct Rollback {
  Time at;
  std::string kpi;     ///< the guardrail's; empty where decisions were rejected
  std::string reason;  ///< in words: what, how sure, which limit, after how much
};

struct RolloutStanding {
  Time at;
  ArmStanding incumbent, candidate;
  std::vector<QuestionStanding> questions;
  std::uint64_t rejections = 0;  ///< of the candidate's decisions
  std::optional<Rollback> rollback;
};

}  // namespace twinline::rollout
