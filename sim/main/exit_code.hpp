// What twinline tells the shell.
#pragma once

namespace twinline::cli {

inline constexpr int fine = 0;
inline constexpr int failed = 1;      ///< a run failed, a KPI regressed, a replay differs
inline constexpr int bad_input = 2;   ///< usage, or a file that is not what it should be
inline constexpr int interrupted = 130;

}  // namespace twinline::cli
