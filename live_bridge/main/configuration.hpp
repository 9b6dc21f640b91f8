// The file that a bridge is run from, with its problems told on stderr as every command tells them.
#pragma once

#include <optional>
#include <string>

#include "scenarios/schema/load_bridge.hpp"

namespace twinline::live {

/// What the file says, and its problems.
scenarios::LoadedBridge load(const std::string& file);

/// One line a problem on stderr.
void tell_problems(const scenarios::LoadedBridge& loaded);

/// The configuration; none, and its problems are told, when it cannot be used.
std::optional<scenarios::Bridge> usable(const std::string& file);

}  // namespace twinline::live
