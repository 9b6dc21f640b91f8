// One simulated rollout: a replication of a scenario in which calls are dealt to two routing policies, watched by the
// monitor that a bridge has too. A pure function of scenario, terms, seed and index. Nobody acts on the monitor's word:
// what happens up to a rollback is the same whether one acts on it or not, so one run tells both what the guardrails
// would have stopped, and when, and what a rollout that went on found out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policies/acd/acd.hpp"
#include "reports/rollout/terms.hpp"
#include "reports/statistics/sample_estimate.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/lab/model.hpp"
#include "sim/lab/replication.hpp"

namespace twinline::sim {

/// Who is tried against whom, and how.
struct RolloutDesign {
  const Model* model = nullptr;  ///< all but the routing policy
  scenarios::PolicyChoice incumbent, candidate;
  rollout::RolloutTerms terms;  ///< the split begins where the warm-up ends; its seed is drawn for each index
};

struct RolloutDay {
  std::vector<statistics::SampleEstimate> differences;  ///< candidate minus incumbent at the end, by question
  std::uint64_t calls = 0;                              ///< that entered a queue, to the horizon's end
  std::uint64_t exposed = 0;  ///< of those, the candidate's until the rollback, or all of its where there was none
  std::optional<Duration> until_rollback;
  std::string guardrail;  ///< that broke; empty: none, or decisions were rejected
};

/// Throws std::invalid_argument for terms that cannot be watched, and for a policy that is not known.
RolloutDay simulate_rollout(const RolloutDesign& design, ReplicationSeed seed);

}  // namespace twinline::sim
