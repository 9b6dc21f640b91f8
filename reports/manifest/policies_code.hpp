// What the policies that are built in are known by. A version is not enough: two builds may carry the same and decide
// otherwise.
#pragma once

namespace twinline::manifest {

/// SHA-256, hex, over all sources of policies/ that this program was built from.
const char* policies_code();

}  // namespace twinline::manifest
