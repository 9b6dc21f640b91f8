// SimGrid with nothing around it but what a co-simulation cannot do without: a message over a trunk of 20 ms, work on
// an IVR host of eight cores, and our clock leading. No failures, no cancelling, no measuring.
#pragma once

#include <cstdint>

#include "tests/bench/call_loop.hpp"

namespace twinline::bench {

inline constexpr std::uint32_t ivr_cores = 8;
inline constexpr std::uint64_t message_bytes = 1500;
inline constexpr double trunk_bandwidth = 12.5e6;  ///< bytes per second
inline constexpr Duration trunk_latency = 20ms;

/// Carries so many calls, in a process that has had no SimGrid yet. The number that went all the way.
std::uint64_t carry_on_bare_simgrid(const CallLoad& load);

}  // namespace twinline::bench
