#include "scenarios/schema/holidays.hpp"

#include <optional>
#include <string_view>

#include <date/date.h>
#include <fmt/format.h>

#include "scenarios/schema/quantity.hpp"

namespace twinline::scenarios {
namespace {

constexpr int longest_event_days = 366;

/// "20261225" as a day.
std::optional<date::sys_days> compact_date(std::string_view text) {
  if (text.size() != 8) return std::nullopt;
  const auto whole = parse_date(fmt::format("{}-{}-{}", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2)));
  if (!whole) return std::nullopt;
  return date::sys_days{date::year{whole->year} / date::month{whole->month} / date::day{whole->day}};
}

std::string text_of(date::sys_days day) {
  const date::year_month_day calendar{day};
  return date_text({static_cast<int>(calendar.year()), static_cast<unsigned>(calendar.month()),
                    static_cast<unsigned>(calendar.day())});
}

struct Event {
  bool open = false;
  bool whole_days = false;
  date::sys_days start{}, end{};
};

void add_days(const Event& event, std::vector<std::string>& days) {
  if (!event.whole_days) return;
  const date::sys_days limit = event.start + date::days{longest_event_days};
  for (date::sys_days day = event.start; day < event.end && day < limit; day += date::days{1})
    days.push_back(text_of(day));
}

}  // namespace

std::vector<std::string> all_day_events(const std::string& text, const std::string& file, Problems& problems) {
  const auto name = std::make_shared<const std::string>(file);
  std::vector<std::string> days;
  Event event;
  std::string_view rest = text;
  bool is_calendar = false;
  for (int line_number = 1; !rest.empty(); ++line_number) {
    const auto end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view property = line.substr(0, line.find_first_of(":;"));
    const std::string_view value = line.substr(colon + 1);
    const Place place{name, line_number, 1};
    if (property == "BEGIN" && value == "VCALENDAR") is_calendar = true;
    if (property == "BEGIN" && value == "VEVENT") event = Event{true, false, {}, {}};
    if (!event.open) continue;
    if (property == "DTSTART") {
      const auto start = compact_date(value);
      event.whole_days = start.has_value();
      event.start = start.value_or(date::sys_days{});
      event.end = event.start + date::days{1};
      if (!start) problems.warn(place, fmt::format("event of {} is not a whole day and is left out", in_quotes(value)));
    } else if (property == "DTEND") {
      event.end = compact_date(value).value_or(event.end);
    } else if (property == "RRULE") {
      problems.error(place, "repeating events are not yet supported; write each day as an event of its own");
    } else if (property == "END" && value == "VEVENT") {
      add_days(event, days);
      event.open = false;
    }
  }
  if (!is_calendar) problems.error({name, 0, 0}, "is not an iCalendar file; expected BEGIN:VCALENDAR");
  return days;
}

}  // namespace twinline::scenarios
