// Values that change over the day, as a scenario writes them: a map from times of day. What a value is, and who asks at
// which time, is not known here.
#pragma once

#include <vector>

#include "policies/contract/time.hpp"

namespace twinline::scenarios {

/// A value that changes over the day: the entry with the greatest `from` not after the time of day holds. The
/// first entry has `from` 0; times are counted from local midnight.
template <class Value>
struct Period {
  Duration from{0};
  Value value;
};
template <class Value>
using ByPeriod = std::vector<Period<Value>>;

}  // namespace twinline::scenarios
