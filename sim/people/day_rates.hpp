// At which rates calls are to be expected on a day: the scenario's profiles, grown and adjusted to the day, laid onto
// the world's clock and cut to when the site is open. Nothing is drawn here; who calls when, and how busy a day turns
// out, is demand.hpp's business.
#pragma once

#include <cstddef>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::sim {

/// A stretch of time over which the rate is constant or runs straight. Rates are per nanosecond.
struct RatePiece {
  Time from, until;
  double rate_from = 0, rate_until = 0;

  /// Calls to be expected between two instants within the piece.
  double calls(Time begin, Time end) const {
    const double slope = (rate_until - rate_from) / static_cast<double>((until - from).count());
    const double middle = static_cast<double>((begin - from).count() + (end - from).count()) / 2;
    return (rate_from + slope * middle) * static_cast<double>((end - begin).count());
  }
};

/// The pieces of a call type on one day of the horizon, in order of time; none where a log is replayed.
std::vector<RatePiece> day_rates(const scenarios::Scenario& scenario, CallTypeIndex type, std::size_t day);

}  // namespace twinline::sim
