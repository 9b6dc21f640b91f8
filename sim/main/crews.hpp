// Who computes a command's replications: threads of this process, worker processes, or the ranks of an MPI job that
// runs the same command. Commands are written once for all of them.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "sim/lab/crew.hpp"

namespace twinline::cli {

/// Makes the crew for these models, which outlive it. Nothing where this process has computed for another one's crew
/// and has nothing to show itself.
using CrewMaker = std::function<std::unique_ptr<sim::Crew>(const std::vector<const sim::Model*>& models)>;

/// Threads of this process; 0: one for each core.
inline CrewMaker threads(unsigned workers) {
  return [workers](const std::vector<const sim::Model*>&) { return std::make_unique<sim::ThreadCrew>(workers); };
}

}  // namespace twinline::cli
