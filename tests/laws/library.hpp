// The scenarios of the library, for tests that hold for every one of them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scenarios/schema/scenario.hpp"
#include "sim/lab/model.hpp"

namespace twinline::laws {

/// Those that the fast world runs, below scenarios/library, in order: "laws/m1.yaml", "quickstart.yaml".
std::vector<std::string> library_paths();

/// A scenario of the library, ready to run. Throws std::runtime_error with all problems that its loading told.
std::unique_ptr<const sim::Model> library_model(const std::string& path, const scenarios::Overlays& overlays = {});

/// The same as one of its arms makes it.
std::unique_ptr<const sim::Model> library_model_as_arm(const std::string& path, const std::string& arm);

/// The same, but steady-state models, which run for weeks, run for a day: enough for laws that hold exactly.
std::unique_ptr<const sim::Model> shortened_library_model(const std::string& path);

}  // namespace twinline::laws
