// From counts per interval to a rate over the day.
#pragma once

#include <vector>

#include "scenarios/schema/scenario.hpp"

namespace twinline::scenarios {

struct CountedInterval {
  Duration from{0};
  double calls = 0;
};

/// Steps: each interval's own rate; nothing comes outside the intervals. Linear: the rate runs straight from
/// the middle of one interval to the middle of the next and is level before the first middle and after the
/// last. The intervals are `length` long, ascend and do not overlap.
RateProfile profile_of_counts(const std::vector<CountedInterval>& intervals, Duration length, bool linear);

/// The rate from each entry on, or, linear, straight from each to the next; nothing comes before the first
/// entry, and the last one's rate holds to the end of the day. The entries ascend.
RateProfile profile_of_rates(ByPeriod<double> per_hour, bool linear);

}  // namespace twinline::scenarios
