// The wall clock, as the world's Time: nanoseconds since the world's start, on the machine's monotonic clock, so that a
// corrected system time moves nothing. Only the bridge has one.
#pragma once

#include <chrono>
#include <string>

#include "policies/contract/time.hpp"

namespace twinline::live {

class Clock {
 public:
  /// The world starts now.
  Clock();

  /// The world of an earlier process goes on: Time 0 is where it was, by the system clock. Never runs backwards: where
  /// the system clock was set back meanwhile, the world goes on from `last`.
  Clock(std::chrono::system_clock::time_point world_start, Time last);

  Time now() const;

  std::chrono::system_clock::time_point world_start() const { return world_start_; }

 private:
  std::chrono::system_clock::time_point world_start_;
  std::chrono::steady_clock::time_point origin_;
};

}  // namespace twinline::live
