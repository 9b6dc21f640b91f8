#include "scenarios/schema/scenario.hpp"

#include <algorithm>

namespace twinline::scenarios {

Time Day::at(Duration time_of_day) const {
  if (clock_change_seconds == 0 || time_of_day < clock_change_at) return midnight + time_of_day;
  // Skipped times are pressed into the instant of the skip.
  const Time shown = midnight + time_of_day - std::chrono::seconds{clock_change_seconds};
  return std::max(midnight + clock_change_at, shown);
}

}  // namespace twinline::scenarios
