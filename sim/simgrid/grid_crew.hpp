// Worker processes whose replications run over the infrastructure of their scenarios, which SimGrid carries.
#pragma once

#include "sim/lab/process_crew.hpp"

namespace twinline::sim {

/// Each replication in the world that its scenario needs: on a grid if it has an infrastructure, else the fast one, so
/// that arms with and without one can be compared. 0 workers: one for each core.
ProcessCrew grid_crew(unsigned workers);

}  // namespace twinline::sim
