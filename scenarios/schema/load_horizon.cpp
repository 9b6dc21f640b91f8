#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/calendar_days.hpp"
#include "scenarios/schema/day_keys.hpp"
#include "scenarios/schema/holidays.hpp"
#include "scenarios/schema/quantity.hpp"

namespace twinline::scenarios {
namespace {

constexpr std::uint64_t most_days = 3700;
constexpr std::size_t days_that_are_folded = 62;

std::set<std::string> read_holidays(const Node* holidays, Binding& binding) {
  std::set<std::string> dates;
  for (const Node* date : scalars_of(holidays)) {
    if (parse_date(date->text)) dates.insert(date->text);
  }
  const Node* file = find(holidays, {"file"});
  if (!file || !file->is_scalar()) return dates;
  const auto text = binding.files.read(file->text, file->place, binding.problems);
  if (!text) return dates;
  const std::string name = binding.files.resolve(file->text).string();
  for (const std::string& date : all_day_events(*text, name, binding.problems)) dates.insert(date);
  return dates;
}

void load_site(const Node* site, Binding& binding) {
  Horizon& horizon = binding.scenario.horizon;
  horizon.interval = duration_or(find(site, {"interval"}), 15min);
  if (horizon.interval < 60s || horizon.interval > 24h || Duration{24h} % horizon.interval != Duration{0}) {
    const Node* interval = find(site, {"interval"});
    if (horizon.interval >= 60s && horizon.interval <= 24h) {
      binding.problems.error(interval->place, fmt::format("interval is {}; it must divide the day", interval->text));
    }
    horizon.interval = 15min;
  }
  horizon.time_zone = text_or(find(site, {"time_zone"}), "UTC");
  const auto zones = zone_names();
  if (std::find(zones.begin(), zones.end(), horizon.time_zone) == zones.end()) {
    binding.problems.error(
        find(site, {"time_zone"})->place,
        fmt::format("unknown time zone {}{}", in_quotes(horizon.time_zone), did_you_mean(horizon.time_zone, zones)));
    horizon.time_zone = "UTC";
  }
}

}  // namespace

WeeklyHours read_weekly_hours(const Node* node, Problems& problems) {
  WeeklyHours hours;
  const auto hours_of = [](const Node* written) {
    const auto always = OpeningHours{Duration{0}, 24h};
    return written && written->is_scalar() ? parse_opening_hours(written->text).value_or(always) : always;
  };
  if (!node || !node->is_map()) {
    for (std::uint8_t day = 0; day < 7; ++day) hours.by_weekday[day] = hours_of(node);
    return hours;
  }
  for_each_day_key(*node, problems, [&](const DaySet& days, const Entry& entry) {
    for (const std::uint8_t day : days.weekdays) hours.by_weekday[day] = hours_of(&entry.value);
    for (const std::string& date : days.dates) hours.by_date[date] = hours_of(&entry.value);
  });
  return hours;
}

void load_horizon(Binding& binding) {
  Horizon& horizon = binding.scenario.horizon;
  const Node* site = binding.root.find("site");
  const Node* block = binding.root.find("horizon");
  load_site(site, binding);

  const CalendarDate a_monday{2026, 1, 5};
  const CalendarDate first = parse_date(text_or(find(block, {"from"}), "")).value_or(a_monday);
  const Node* days = find(block, {"days"});
  const Node* length = find(block, {"duration"});
  if (days && length) binding.problems.error(length->place, "the horizon has both 'days' and 'duration'; keep one");
  const Duration duration =
      std::clamp<Duration>(duration_or(length, Duration{0}), Duration{0}, most_days * Duration{24h});
  std::uint64_t count = std::clamp<std::uint64_t>(whole_or(days, 1), 1, most_days);
  // A day may have 23 hours: one more than the duration says, and those that it does not reach are dropped
  // below.
  if (length) count = static_cast<std::uint64_t>(duration / Duration{24h}) + 2;
  horizon.days = calendar_days(horizon.time_zone, first, static_cast<std::size_t>(count));
  horizon.end = horizon.days.back().midnight + horizon.days.back().length;
  if (length) {
    horizon.end = std::max(world_start + duration, world_start + Duration{1});
    while (horizon.days.size() > 1 && horizon.days.back().midnight >= horizon.end) horizon.days.pop_back();
  }

  const WeeklyHours rules = read_weekly_hours(find(site, {"opens"}), binding.problems);
  const auto holidays = read_holidays(find(site, {"holidays"}), binding);
  for (Day& day : horizon.days) {
    const OpeningHours hours =
        holidays.contains(date_text({day.year, day.month, day.day})) ? OpeningHours{} : rules.on(day);
    day.opens = day.at(hours.opens);
    day.closes = hours.opens == hours.closes ? day.opens : day.at(hours.closes);
  }
  const bool ever_open =
      std::any_of(horizon.days.begin(), horizon.days.end(), [](const Day& day) { return day.opens < day.closes; });
  if (!ever_open) {
    const Node* place = find(site, {"opens"});
    binding.problems.error(place ? place->place : binding.root.place, "the site is closed on every day of the horizon");
  }

  horizon.warm_up = duration_or(find(block, {"warm_up"}), Duration{0});
  if (world_start + horizon.warm_up >= horizon.end) {
    binding.problems.error(find(block, {"warm_up"})->place, "warm_up is as long as the whole horizon; nothing is left");
  }
  horizon.run_out = text_or(find(block, {"run_out"}), "") == "cut" ? RunOut::cut : RunOut::until_empty;
  horizon.at_closing = text_or(find(block, {"at_closing"}), "") == "release_waiting" ? AtClosing::release_waiting
                                                                                     : AtClosing::serve_waiting;
  if (const Node* steady_state = find(block, {"steady_state"}))
    horizon.steady_state = SteadyState{static_cast<std::uint32_t>(whole_or(find(steady_state, {"batches"}), 30))};
  const bool is_long = horizon.days.size() > days_that_are_folded;
  horizon.fold_by_weekday = !horizon.steady_state && yes_or(find(block, {"fold"}), is_long);
}

}  // namespace twinline::scenarios
