#include "scenarios/schema/scenario.hpp"

#include <algorithm>
#include <utility>

#include "scenarios/schema/quantity.hpp"

namespace twinline::scenarios {

Time Day::at(Duration time_of_day) const {
  if (clock_change_seconds == 0 || time_of_day < clock_change_at) return midnight + time_of_day;
  // Skipped times are pressed into the instant of the skip.
  const Time shown = midnight + time_of_day - std::chrono::seconds{clock_change_seconds};
  return std::max(midnight + clock_change_at, shown);
}

std::string Day::date() const { return date_text({year, month, day}); }

OpeningHours WeeklyHours::on(const Day& day) const {
  const auto dated = by_date.find(day.date());
  if (dated != by_date.end()) return dated->second;
  const auto weekly = by_weekday.find(day.weekday);
  return weekly == by_weekday.end() ? OpeningHours{} : weekly->second;
}

bool Scenario::calls_customers() const {
  return !campaigns.empty() || std::any_of(callers.begin(), callers.end(),
                                           [](const Callers& of_type) { return of_type.callback.has_value(); });
}

BusinessHours business_hours(std::string name, const WeeklyHours& hours, const std::vector<Day>& days) {
  BusinessHours table{std::move(name), {}};
  for (const Day& day : days) {
    const OpeningHours on_day = hours.on(day);
    const Time from = day.at(on_day.opens);
    const Time until = on_day.closes >= 24h ? day.midnight + day.length : day.at(on_day.closes);
    if (from >= until) continue;
    if (!table.open.empty() && table.open.back().until == from) {
      table.open.back().until = until;  // open through midnight
    } else {
      table.open.push_back({from, until});
    }
  }
  return table;
}

}  // namespace twinline::scenarios
