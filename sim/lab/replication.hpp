// One replication: a scenario, a seed and an index come to totals. A pure function; who computes it, when and beside
// what else makes no difference to a single byte.
#pragma once

#include <cstdint>
#include <filesystem>

#include "policies/acd/acd.hpp"
#include "reports/kpi/counters.hpp"
#include "reports/kpi/totals.hpp"
#include "sim/lab/model.hpp"
#include "sim/people/draws.hpp"

namespace twinline::sim {

/// What an index and a seed draw from; arms that share it share their callers.
struct ReplicationSeed {
  std::uint64_t seed = 1;
  std::uint64_t index = 0;
};

/// Where the draws of this replication come from, by the scenario's design.
Draws draws_of(const scenarios::Scenario& scenario, ReplicationSeed seed);

/// The seed of the policies' keyed choices in this replication.
std::uint64_t policy_seed(ReplicationSeed seed);

/// Runs replications of one model one after the other, over the same memory.
class Replicator {
 public:
  /// Throws std::invalid_argument for a scenario with an infrastructure, which this world has not (sim/infra).
  Replicator(const Model& model, reports::Detail detail);

  reports::ReplicationTotals run(ReplicationSeed seed);

  /// The same, and writes the journal of it. Throws journal::JournalError.
  reports::ReplicationTotals run_journalled(ReplicationSeed seed, const std::filesystem::path& journal);

 private:
  const Model* model_;
  reports::Counters counters_;
  Outcome outcome_;
};

}  // namespace twinline::sim
