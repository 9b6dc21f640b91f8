#include "reports/kpi/local_text.hpp"

#include <chrono>

#include <fmt/format.h>

namespace twinline::reports {

std::string local_text(const GridDay& day, Time at) {
  using namespace std::chrono;
  Duration since = at - day.midnight;
  if (day.clock_change_seconds != 0 && since >= day.clock_change_at) since += seconds{day.clock_change_seconds};
  const hh_mm_ss<milliseconds> clock{duration_cast<milliseconds>(since)};
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}", day.year, day.month, day.day, clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

}  // namespace twinline::reports
