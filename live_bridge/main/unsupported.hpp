// What a file may say and this bridge does not do yet. It is refused, never read and ignored.
#pragma once

#include <string>
#include <vector>

#include "scenarios/schema/load_bridge.hpp"

namespace twinline::live {

/// One line for each, naming the key; empty when the bridge does all that the file says.
std::vector<std::string> unsupported(const scenarios::Bridge& bridge);

}  // namespace twinline::live
