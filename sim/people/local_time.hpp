// From the world's clock to the site's: which day of the horizon it is and what the clock on the wall shows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "policies/contract/time.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::sim {

/// What the clock on the wall shows at an instant of that day, as time since midnight. After the last day of a horizon
/// it runs on beyond 24 h.
inline Duration time_of_day(const scenarios::Day& day, Time at) {
  const Duration since_midnight = at - day.midnight;
  if (day.clock_change_seconds == 0 || since_midnight < day.clock_change_at) return since_midnight;
  return since_midnight + std::chrono::seconds{day.clock_change_seconds};
}

/// Which of the days an instant lies in; the last one for all that comes after. Not before the first midnight.
inline std::size_t day_at(const std::vector<scenarios::Day>& days, Time at) {
  const auto later = std::upper_bound(days.begin(), days.end(), at,
                                      [](Time when, const scenarios::Day& day) { return when < day.midnight; });
  return static_cast<std::size_t>(later - days.begin()) - 1;
}

/// When something happens that is planned for a time of day of this date, or of every day where none is named.
inline std::vector<Time> planned_times(const std::vector<scenarios::Day>& days, Duration time_of_day,
                                       const std::string& date) {
  std::vector<Time> times;
  for (const scenarios::Day& day : days) {
    if (date.empty() || date == day.date()) times.push_back(day.at(time_of_day));
  }
  return times;
}

/// Follows time forward through the days.
class DayClock {
 public:
  explicit DayClock(const std::vector<scenarios::Day>& days) : days_(&days) {}

  /// Requires instants that do not run backwards across midnight.
  const scenarios::Day& day_of(Time at) {
    while (position_ + 1 < days_->size() && (*days_)[position_ + 1].midnight <= at) ++position_;
    return (*days_)[position_];
  }

 private:
  const std::vector<scenarios::Day>* days_;
  std::size_t position_ = 0;
};

}  // namespace twinline::sim
