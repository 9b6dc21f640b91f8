#include <algorithm>

#include "sim/main/simgrid.hpp"

namespace twinline::cli {

CrewMaker threads_or_grid(unsigned workers, char** command_line) {
  return [workers, command_line](const std::vector<const sim::Model*>& models) {
    const bool on_grid = std::any_of(models.begin(), models.end(), [](const sim::Model* model) {
      return model->scenario().infrastructure.has_value();
    });
    return (on_grid ? processes_on_grid(workers, command_line) : threads(workers))(models);
  };
}

}  // namespace twinline::cli
