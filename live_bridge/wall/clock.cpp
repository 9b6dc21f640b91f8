#include "live_bridge/wall/clock.hpp"

#include <algorithm>

namespace twinline::live {

Clock::Clock() : world_start_(std::chrono::system_clock::now()), origin_(std::chrono::steady_clock::now()) {}

Clock::Clock(std::chrono::system_clock::time_point world_start, Time last) : world_start_(world_start) {
  const Duration since_start = std::chrono::system_clock::now() - world_start;
  origin_ = std::chrono::steady_clock::now() - std::max(since_start, last.time_since_epoch());
}

Time Clock::now() const { return Time{std::chrono::steady_clock::now() - origin_}; }

}  // namespace twinline::live
