// What a statistic is where it has no value: nothing was observed, or it was asked for outside its domain.
#pragma once

#include <limits>

namespace twinline::statistics {

inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

}  // namespace twinline::statistics
