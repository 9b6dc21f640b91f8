// What is asked of a partial rollout, as plain data: how calls are dealt to the two policies, which KPIs are watched,
// and what is not tolerated of the candidate. A manifest, a bridge's configuration and a simulated rollout fill it
// alike; monitor.hpp judges by it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policies/contract/centre.hpp"
#include "policies/rollout/split_rule.hpp"

namespace twinline::rollout {

/// The chance that a rollout between equal policies is rolled back by any of its guardrails, however often one looks.
inline constexpr double family_alpha = 0.05;

/// A KPI that is watched. With a limit it is a guardrail.
struct Question {
  std::string kpi;  ///< as scenarios name it: "service_level", or "loans.service_level" for one queue
  /// Harm that is not tolerated, in the KPI's unit and not negative: the rollout ends when it is sure that the
  /// candidate is worse than the incumbent by more. 0: any harm.
  std::optional<double> limit;
};

struct RolloutTerms {
  SplitRule split;
  std::vector<Question> questions;
  /// The rollout ends when more of the candidate's decisions than this were rejected, throws included.
  std::uint64_t rejections = 10;
};

/// Why a KPI cannot be watched, in words; empty where it can. It must be a ratio over calls that has a good direction
/// and is known when a wait ends.
std::string objection_to(const Centre& centre, const std::string& kpi);

}  // namespace twinline::rollout
