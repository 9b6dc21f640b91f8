// Many replications of one or several models, whoever computes them. Results stand in the order of index, so that 1, 2
// or 64 workers give the same bytes.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "reports/kpi/totals.hpp"
#include "sim/lab/crew.hpp"

namespace twinline::sim {

/// Told the totals of each index, one of each arm, in the order of index whoever computed them; true ends the
/// experiment with this index. Called from one thread at a time.
using Enough = std::function<bool(std::uint64_t index, std::span<const reports::ReplicationTotals> arms)>;

struct Effort {
  std::uint64_t replications = 40;  ///< of each arm; with `enough`, at most
  unsigned workers = 0;             ///< threads, where there is no crew; 0: one for each core
  Crew* crew = nullptr;             ///< who computes them; threads of this process when there is none
  reports::Detail detail = reports::Detail::full;
  /// From so many replications on, counts are all that is kept of any: a thousand in full detail fill a gigabyte.
  std::optional<std::uint64_t> counts_from{};
  Enough enough{};
  /// Called from one thread at a time with the number of replications done, all arms counted.
  std::function<void(std::uint64_t done, std::uint64_t of)> progress;
  /// When it becomes true the workers stop after the replications that they are at.
  const std::atomic<bool>* stop = nullptr;

  /// What is kept of the replication with this index.
  reports::Detail detail_of(std::uint64_t index) const {
    return counts_from && index >= *counts_from ? reports::Detail::counts : detail;
  }
};

/// Gives the assignment to the effort's crew, with its progress and its stop. As Crew::perform().
bool perform(Assignment assignment, const Effort& effort);

/// By arm, the totals of each replication in the order of index, up to the one that was enough: work beyond it is
/// thrown away, so that any number of workers gives the same bytes. Empty when it was stopped. What a replication
/// throws is thrown here.
std::vector<std::vector<reports::ReplicationTotals>> replicate(std::span<const SeededModel> arms, const Effort& effort);

}  // namespace twinline::sim
