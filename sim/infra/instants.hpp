// How seconds that a model computes become instants: rounded to the nearest nanosecond, in this one place, so that what
// is earlier in seconds is never later as an instant.
#pragma once

#include "policies/contract/time.hpp"

namespace twinline::infra {

/// The instant so many seconds after another; `never` beyond a century, which also keeps the sum in range.
constexpr Time later_by(Time from, double seconds) {
  constexpr double century = 3.2e9;
  return seconds < century ? from + from_seconds(seconds) : never;
}

/// An instant on a clock that counts seconds from the world's start.
constexpr double on_clock(Time instant) { return in_seconds(instant - world_start); }
constexpr Time from_clock(double seconds) { return later_by(world_start, seconds); }

}  // namespace twinline::infra
