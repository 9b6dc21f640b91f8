// Ctrl-C: work stops at the next whole piece, nothing half-done is left.
#pragma once

#include <atomic>

namespace twinline::cli {

/// From the first call on, SIGINT and SIGTERM set the flag that is returned; a second one ends the program at once.
const std::atomic<bool>& interruption();

}  // namespace twinline::cli
