// The version that results, journals and --version carry; the build takes it from the project's own.
#pragma once

namespace twinline::sim {

inline constexpr const char* program_version = TWINLINE_VERSION;

}  // namespace twinline::sim
