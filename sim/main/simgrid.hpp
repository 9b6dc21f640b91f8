// Where SimGrid is: in a program of its own, twinline-simgrid, which is twinline with SimGrid in it. SimGrid and the
// libraries that it brings take longer to load than most commands to run, so twinline does without, and goes on as the
// other program when it is needed.
#pragma once

#include "sim/main/crews.hpp"

namespace twinline::cli {

/// A process for each replication, so many at a time, in which SimGrid's clock leads; 0: one for each core. In twinline
/// this does not return: twinline-simgrid, beside it, takes over this process with the same command line. Throws
/// std::runtime_error where it is not there.
CrewMaker processes_on_simgrid(unsigned workers, char** command_line);

/// The same for scenarios with an infrastructure, which SimGrid carries.
CrewMaker processes_on_grid(unsigned workers, char** command_line);

/// Threads of this process, unless a model has an infrastructure.
CrewMaker threads_or_grid(unsigned workers, char** command_line);

}  // namespace twinline::cli
