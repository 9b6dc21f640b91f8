// The version of the simulated behaviour. Whoever changes what a scenario and seed come to raises it, in the commit
// that changes the golden trajectories.
#pragma once

#include <cstdint>

namespace twinline::sim {

inline constexpr std::uint32_t model_version = 1;

}  // namespace twinline::sim
