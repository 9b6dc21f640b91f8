// Arms as the command line describes them, and the models that come of them. Shared by the commands that hold several
// against each other; which arms those are is each command's business.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/schema/load.hpp"
#include "sim/lab/comparison.hpp"
#include "sim/main/scenario_input.hpp"

namespace twinline::cli {

/// An arm before its scenario is loaded.
struct WantedArm {
  std::string name;
  scenarios::Overlays overlays;
  std::string origin;  ///< what problems name in the place of a file
};

/// One arm as the option's texts describe it: the name of one of the file's, overlays, or a name and overlays on top.
/// Nothing, and a message on standard error, where they describe none.
std::optional<WantedArm> wanted_arm(const std::vector<std::string>& texts, const std::string& option,
                                    const std::vector<scenarios::ArmDefinition>& arms);

/// Nothing when one of them does not load; then every problem has been told.
std::optional<std::vector<sim::ComparedArm>> load_arms(const scenarios::ScenarioFile& file,
                                                       const std::vector<WantedArm>& wanted, ProblemTeller& problems);

}  // namespace twinline::cli
