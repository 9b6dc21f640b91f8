// Time as every world tells it: a whole number of nanoseconds since the world's start.
//
// Nothing under policies/ asks what time it is; the world says so with every fact. The clock type therefore has no
// now().
#pragma once

#include <chrono>
#include <cstdint>

namespace twinline {

using namespace std::chrono_literals;

using Duration = std::chrono::duration<std::int64_t, std::nano>;

/// A clock that cannot be asked: it only names the unit and the origin of Time.
struct WorldClock {
  using duration = Duration;
  using rep = Duration::rep;
  using period = Duration::period;
  using time_point = std::chrono::time_point<WorldClock, Duration>;
};

/// An instant, counted from the world's start.
using Time = WorldClock::time_point;

inline constexpr Time world_start{};
inline constexpr Time never = Time::max();

/// Length in seconds, for people and for statistics; never for the calendar.
constexpr double in_seconds(Duration duration) { return static_cast<double>(duration.count()) / 1e9; }

/// The nearest Duration to a number of seconds, halves away from zero. Seconds beyond ±292 years are cut there.
constexpr Duration from_seconds(double seconds) {
  constexpr double limit = 9.2e9;
  const double bounded = seconds > limit ? limit : seconds < -limit ? -limit : seconds;
  return Duration{static_cast<std::int64_t>(bounded * 1e9 + (bounded < 0 ? -0.5 : 0.5))};
}

}  // namespace twinline
