// What the policies that are built in are known by. A version is not enough: two builds may carry the same and decide
// otherwise.
#pragma once

#include <string>

namespace twinline::manifest {

/// SHA-256, hex, over all sources of policies/ that this program was built from.
const char* policies_code();

/// What the policy of a shared object with this SHA-256 is known by, or one of Twinline's own where that is empty.
inline std::string code_of(const std::string& plugin) { return plugin.empty() ? policies_code() : plugin; }

}  // namespace twinline::manifest
