// The systems of a ranking as the command line describes them: arms of the file, overlays, and grids of values crossed
// with them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/main/arms_input.hpp"
#include "sim/main/options.hpp"

namespace twinline::cli {

struct WantedSystems {
  std::vector<WantedArm> systems;
  std::optional<std::size_t> standard;  ///< the number of one of them
};

/// Nothing, and a message on standard error, where the options describe none, fewer than two, or two alike.
std::optional<WantedSystems> wanted_systems(const RankOptions& options,
                                            const std::vector<scenarios::ArmDefinition>& arms);

}  // namespace twinline::cli
