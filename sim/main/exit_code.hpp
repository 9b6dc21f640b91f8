// What twinline tells the shell: scripts and CI jobs decide by these numbers, so they are part of the contract and do
// not change. A command returns one of them and nothing else.
#pragma once

namespace twinline::cli {

inline constexpr int fine = 0;
inline constexpr int failed = 1;     ///< a run failed, a KPI regressed, a replay differs, a manifest is refused
inline constexpr int bad_input = 2;  ///< usage, or a file that is not what it should be
inline constexpr int interrupted = 130;

}  // namespace twinline::cli
