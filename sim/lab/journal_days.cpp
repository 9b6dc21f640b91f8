#include "sim/lab/journal_days.hpp"

#include <algorithm>
#include <chrono>

#include "reports/journal/instant_text.hpp"
#include "reports/kpi/local_text.hpp"
#include "scenarios/schema/calendar_days.hpp"

namespace twinline::sim {

std::vector<reports::GridDay> local_days(const journal::Header& header, Time until) {
  using namespace std::chrono;
  const journal::UtcTime began = journal::instant_of(header.world_start);
  // A zone is at most 14 hours ahead, 12 behind: the first local day is one of three.
  const sys_days before = floor<days>(began) - days{1};
  const year_month_day date{before};
  const auto count = static_cast<std::size_t>(until.time_since_epoch() / 24h) + 4;
  std::vector<reports::GridDay> grid;
  const std::string zone = header.time_zone.empty() ? "UTC" : header.time_zone;
  const auto listed = scenarios::calendar_days(
      zone, {int{date.year()}, static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())}, count);
  const journal::UtcTime first_midnight = before - seconds{listed.front().utc_offset_seconds};
  for (const scenarios::Day& day : listed) {
    const Time midnight{first_midnight + day.midnight.time_since_epoch() - began};
    if (midnight + day.length <= world_start || midnight >= until) continue;
    grid.push_back({midnight, day.length, day.weekday, day.year, day.month, day.day, day.utc_offset_seconds,
                    day.clock_change_at, day.clock_change_seconds});
  }
  return grid;
}

std::string local_text(const std::vector<reports::GridDay>& days, Time at) {
  const auto day = std::find_if(days.begin(), days.end(), [at](const reports::GridDay& each) {
    return each.midnight <= at && at - each.midnight < each.length;
  });
  return day == days.end() ? std::string{} : reports::local_text(*day, at);
}

}  // namespace twinline::sim
