// Recordings as the command line and the desk list them.
#pragma once

#include <string>
#include <vector>

#include "live_bridge/recording/archive.hpp"

namespace twinline::live::recording {

/// {"recordings": [{"name": …, "call": …, "began": …, "seconds": …, "kind": …, "type": …, "queue": …, "sides_known": …,
/// "on_hold": …}]} in one line.
std::string json_of(const std::vector<Recording>& recordings);

}  // namespace twinline::live::recording
