#include "scenarios/schema/quantity.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include <date/date.h>
#include <fmt/format.h>

#include "policies/contract/units.hpp"

namespace twinline::scenarios {
namespace {

constexpr std::array<std::string_view, 7> weekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<std::string_view, 7> long_weekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                        "friday", "saturday", "sunday"};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Both sides of the first separator, trimmed.
std::optional<std::pair<std::string_view, std::string_view>> split(std::string_view text, std::string_view separator) {
  const auto at = text.find(separator);
  if (at == std::string_view::npos) return std::nullopt;
  return std::pair{trimmed(text.substr(0, at)), trimmed(text.substr(at + separator.size()))};
}

std::optional<unsigned> digits(std::string_view text, std::size_t least, std::size_t most) {
  if (text.size() < least || text.size() > most) return std::nullopt;
  unsigned number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool all = error == std::errc{} && stop == text.data() + text.size();
  return all ? std::optional{number} : std::nullopt;
}

std::optional<std::uint8_t> parse_weekday(std::string_view text) {
  std::string lower{text};
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  for (std::size_t day = 0; day < weekdays.size(); ++day) {
    if (lower == weekdays[day] || lower == long_weekdays[day]) return static_cast<std::uint8_t>(day);
  }
  return std::nullopt;
}

/// The number before the first unit that the text ends with, in that unit; none below 0.
std::optional<double> with_unit(std::string_view text,
                                const std::array<std::pair<std::string_view, double>, 4>& units) {
  text = trimmed(text);
  for (const auto& [unit, factor] : units) {
    if (!text.ends_with(unit)) continue;
    const auto number = parse_number(trimmed(text.substr(0, text.size() - unit.size())));
    return number && *number >= 0 ? std::optional{*number * factor} : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<double> parse_rate(std::string_view text) {
  auto parts = split(text, " per ");
  if (!parts) parts = split(text, "/");
  if (!parts) return std::nullopt;
  const auto number = parse_number(parts->first);
  if (!number) return std::nullopt;
  constexpr std::array<std::pair<std::string_view, double>, 13> per_hour{{{"hour", 1},
                                                                          {"h", 1},
                                                                          {"hr", 1},
                                                                          {"minute", 60},
                                                                          {"min", 60},
                                                                          {"second", 3600},
                                                                          {"s", 3600},
                                                                          {"sec", 3600},
                                                                          {"day", 1.0 / 24},
                                                                          {"d", 1.0 / 24},
                                                                          {"half hour", 2},
                                                                          {"quarter hour", 4},
                                                                          {"week", 1.0 / 168}}};
  for (const auto& [unit, factor] : per_hour) {
    if (unit == parts->second) return *number * factor;
  }
  return std::nullopt;
}

std::optional<Money> parse_money(std::string_view text) {
  text = trimmed(text);
  const auto end = text.find_first_not_of("+-.0123456789");
  const auto amount = parse_number(text.substr(0, end));
  if (!amount) return std::nullopt;
  const std::string_view currency = end == std::string_view::npos ? std::string_view{} : trimmed(text.substr(end));
  const bool letters = std::all_of(currency.begin(), currency.end(), [](unsigned char c) { return std::isupper(c); });
  if (!letters || (!currency.empty() && currency.size() != 3)) return std::nullopt;
  return Money{*amount, std::string{currency}};
}

std::optional<Money> parse_money_per_hour(std::string_view text) {
  const auto parts = split(text, " per ");
  if (!parts || (parts->second != "hour" && parts->second != "h")) return std::nullopt;
  return parse_money(parts->first);
}

std::optional<Duration> parse_time_of_day(std::string_view text) {
  const auto parts = split(trimmed(text), ":");
  if (!parts) return std::nullopt;
  const auto hours = digits(parts->first, 1, 2);
  const auto minutes = digits(parts->second, 2, 2);
  if (!hours || !minutes || *minutes > 59 || *hours > 24 || (*hours == 24 && *minutes > 0)) return std::nullopt;
  return std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
}

std::string time_of_day_text(Duration time) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(time).count();
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

std::optional<OpeningHours> parse_opening_hours(std::string_view text) {
  if (trimmed(text) == "closed") return OpeningHours{};
  const auto parts = split(text, "-");
  if (!parts) return std::nullopt;
  const auto opens = parse_time_of_day(parts->first);
  const auto closes = parse_time_of_day(parts->second);
  if (!opens || !closes || *opens >= *closes) return std::nullopt;
  return OpeningHours{*opens, *closes};
}

std::optional<CalendarDate> parse_date(std::string_view text) {
  text = trimmed(text);
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4), 4, 4);
  const auto month = digits(text.substr(5, 2), 2, 2);
  const auto day = digits(text.substr(8, 2), 2, 2);
  if (!year || !month || !day || *year < 1970 || *year > 2199) return std::nullopt;
  const date::year_month_day whole{date::year{static_cast<int>(*year)}, date::month{*month}, date::day{*day}};
  if (!whole.ok()) return std::nullopt;
  return CalendarDate{static_cast<int>(*year), *month, *day};
}

std::string date_text(const CalendarDate& date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::optional<DaySet> parse_days(std::string_view text) {
  DaySet days;
  while (true) {
    const auto comma = text.find(',');
    const std::string_view item = trimmed(text.substr(0, comma));
    if (const auto date = parse_date(item)) {
      days.dates.push_back(date_text(*date));
    } else if (const auto single = parse_weekday(item)) {
      days.weekdays.push_back(*single);
    } else {
      const auto range = split(item, "-");
      if (!range) return std::nullopt;
      const auto first = parse_weekday(range->first);
      const auto last = parse_weekday(range->second);
      if (!first || !last) return std::nullopt;
      // A range may pass the weekend: "sat-mon".
      for (std::uint8_t day = *first;; day = static_cast<std::uint8_t>((day + 1) % 7)) {
        days.weekdays.push_back(day);
        if (day == *last) break;
      }
    }
    if (comma == std::string_view::npos) return days;
    text = text.substr(comma + 1);
  }
}

std::string_view weekday_name(std::uint8_t weekday) { return weekdays[weekday % 7]; }

std::optional<double> parse_effect(std::string_view text) {
  text = trimmed(text);
  if (text.ends_with("pp")) {
    const auto points = parse_number(text.substr(0, text.size() - 2));
    return points ? std::optional{*points / 100} : std::nullopt;
  }
  if (const auto share = parse_share(text)) return share;
  if (const auto duration = parse_duration(text)) return in_seconds(*duration);
  if (const auto money = parse_money(text)) return money->amount;
  return std::nullopt;
}

std::optional<double> parse_data_size(std::string_view text) {
  return with_unit(text, {{{"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}, {"B", 1}}});
}

std::optional<double> parse_data_rate(std::string_view text) {
  return with_unit(text, {{{"Gbit/s", 1e9 / 8}, {"Mbit/s", 1e6 / 8}, {"kbit/s", 1e3 / 8}, {"bit/s", 1.0 / 8}}});
}

std::optional<bool> parse_yes_no(std::string_view text) {
  if (text == "true" || text == "yes" || text == "on") return true;
  if (text == "false" || text == "no" || text == "off") return false;
  return std::nullopt;
}

}  // namespace twinline::scenarios
