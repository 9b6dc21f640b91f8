// Worker processes whose replications run on SimGrid's clock. A room of
// its own, for SimGrid brings libraries that take longer to load than most commands to run: only programs that need it
// link it.
#pragma once

#include "sim/infra/simgrid_timers.hpp"
#include "sim/lab/crew.hpp"
#include "sim/lab/process_crew.hpp"

namespace twinline::sim {

/// The scenario on SimGrid's clock, to the same totals as Replicator's. Once in the life of a process.
reports::ReplicationTotals totals_on_simgrid(const Task& task);

/// The same, and writes the journal of it. Throws journal::JournalError. A test turns the order of ties round.
void write_journal_on_simgrid(const Task& task, const std::filesystem::path& journal,
                              infra::DueOrder order = infra::in_documented_order);

/// On SimGrid's clock; 0 workers: one for each core.
ProcessCrew simgrid_crew(unsigned workers);

}  // namespace twinline::sim
