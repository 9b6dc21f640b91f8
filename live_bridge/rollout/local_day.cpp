#include "live_bridge/rollout/local_day.hpp"

#include <algorithm>
#include <vector>

#include "scenarios/schema/calendar_days.hpp"

namespace twinline::live::rollout {

reports::GridDay local_day(const std::string& time_zone, UtcTime world_start, Time at) {
  using std::chrono::floor;
  const UtcTime now = world_start + (at - twinline::world_start);
  // No clock is a day away from UTC: it is the day before, this one or the next.
  const auto eve = floor<std::chrono::days>(now) - std::chrono::days{1};
  const std::chrono::year_month_day first{eve};
  const std::vector<scenarios::Day> days = scenarios::calendar_days(
      time_zone,
      {static_cast<int>(first.year()), static_cast<unsigned>(first.month()), static_cast<unsigned>(first.day())}, 3);
  const auto midnight_of_first = eve - std::chrono::seconds{days.front().utc_offset_seconds};
  const auto in_days = [&](const scenarios::Day& day) {
    return midnight_of_first + (day.midnight - twinline::world_start);
  };
  const auto day = std::find_if(days.begin(), days.end() - 1,
                                [&](const scenarios::Day& each) { return now < in_days(each) + each.length; });
  return {at + (in_days(*day) - now),
          day->length,
          day->weekday,
          day->year,
          day->month,
          day->day,
          day->utc_offset_seconds,
          day->clock_change_at,
          day->clock_change_seconds};
}

}  // namespace twinline::live::rollout
