// What twinline-simgrid has instead of twinline's way to it.
#include "sim/main/simgrid.hpp"
#include "sim/simgrid/grid_crew.hpp"
#include "sim/simgrid/simgrid_crew.hpp"

namespace twinline::cli {

CrewMaker processes_on_simgrid(unsigned workers, char**) {
  return [workers](const std::vector<const sim::Model*>&) {
    return std::make_unique<sim::ProcessCrew>(sim::simgrid_crew(workers));
  };
}

CrewMaker processes_on_grid(unsigned workers, char**) {
  return [workers](const std::vector<const sim::Model*>&) {
    return std::make_unique<sim::ProcessCrew>(sim::grid_crew(workers));
  };
}

}  // namespace twinline::cli
