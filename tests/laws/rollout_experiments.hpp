// Does a simulated rollout keep what is said of it? How often equal policies are rolled back though every call is
// looked at; whether a forecast foretells how many callers meet a bad candidate, and how far a split by call is off the
// truth; whether the interval of a switchback holds it. All on one scenario of fifty thousand calls a day.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/laws/lab_experiments.hpp"

namespace twinline::laws {

/// The incumbent against itself, by call and by block.
std::vector<LabRow> equal_rollouts(std::uint32_t rollouts, std::uint32_t, Size size);

/// A candidate that is worse by five points of service level, against what a forecast of `forecast` other rollouts
/// says.
std::vector<LabRow> bad_rollouts(std::uint32_t rollouts, std::uint32_t forecast, Size size);

}  // namespace twinline::laws
