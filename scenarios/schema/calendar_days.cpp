#include "scenarios/schema/calendar_days.hpp"

#include <date/tz.h>

namespace twinline::scenarios {
namespace {

struct Midnight {
  date::sys_seconds instant;
  std::chrono::seconds offset_before{0};  ///< of the clock that strikes it
};

Midnight midnight_of(const date::time_zone& zone, date::local_days day) {
  const date::local_info info = zone.get_info(day);
  const auto struck = std::chrono::time_point_cast<std::chrono::seconds>(date::sys_days{day.time_since_epoch()});
  if (info.result == date::local_info::nonexistent) return {info.first.end, info.first.offset};
  return {struck - info.first.offset, info.first.offset};
}

}  // namespace

std::vector<std::string> zone_names() {
  std::vector<std::string> names;
  for (const auto& zone : date::get_tzdb().zones) names.push_back(zone.name());
  return names;
}

std::vector<Day> calendar_days(const std::string& zone_name, const CalendarDate& first, std::size_t count) {
  const date::time_zone& zone = *date::locate_zone(zone_name);
  const date::local_days first_day{date::year{first.year} / date::month{first.month} / date::day{first.day}};
  const date::sys_seconds start = midnight_of(zone, first_day).instant;
  std::vector<Day> days;
  for (std::size_t i = 0; i < count; ++i) {
    const date::local_days date = first_day + date::days{static_cast<int>(i)};
    const date::year_month_day calendar{date};
    const Midnight midnight = midnight_of(zone, date);
    const Midnight next = midnight_of(zone, date + date::days{1});
    Day day;
    day.midnight = world_start + (midnight.instant - start);
    day.opens = day.closes = day.midnight;
    day.length = next.instant - midnight.instant;
    day.weekday = static_cast<std::uint8_t>(date::weekday{date}.iso_encoding() - 1);
    day.year = static_cast<int>(calendar.year());
    day.month = static_cast<unsigned>(calendar.month());
    day.day = static_cast<unsigned>(calendar.day());
    day.utc_offset_seconds = static_cast<std::int32_t>(midnight.offset_before.count());
    const date::sys_info at_start = zone.get_info(midnight.instant);
    if (at_start.offset != midnight.offset_before) {
      day.clock_change_seconds = static_cast<std::int32_t>((at_start.offset - midnight.offset_before).count());
    } else if (at_start.end < next.instant) {
      const date::sys_info later = zone.get_info(at_start.end);
      day.clock_change_at = at_start.end - midnight.instant;
      day.clock_change_seconds = static_cast<std::int32_t>((later.offset - at_start.offset).count());
    }
    days.push_back(day);
  }
  return days;
}

}  // namespace twinline::scenarios
