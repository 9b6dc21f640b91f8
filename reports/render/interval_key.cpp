#include "reports/render/interval_key.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace twinline::reports {
namespace {

constexpr std::array<std::string_view, 7> weekdays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t minutes_per_day = 24 * 60;

/// Digits of fixed width at `at`; empty when there is anything else.
std::optional<int> number(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return {};
  int value = 0;
  const char* const last = text.data() + at + digits;
  const auto [end, error] = std::from_chars(text.data() + at, last, value);
  if (error != std::errc{} || end != last || value < 0) return {};
  return value;
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar: the year is counted from March, so that the leap
/// day is its last, and 400 years have 146097 days.
std::int64_t days_since_epoch(std::int64_t year, int month, int day) {
  if (month <= 2) --year;
  const std::int64_t era = year / 400;
  const std::int64_t year_of_era = year % 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

std::optional<int> minute_of_day(std::string_view text, std::size_t at) {
  const auto hour = number(text, at, 2);
  const auto minute = number(text, at + 3, 2);
  if (!hour || !minute || text[at + 2] != ':' || *hour > 23 || *minute > 59) return {};
  return *hour * 60 + *minute;
}

std::optional<IntervalKey> parse_folded(std::string_view key) {
  if (key.size() != 9 || key[3] != ' ') return {};
  const auto weekday = std::find(weekdays.begin(), weekdays.end(), key.substr(0, 3));
  const auto minute = minute_of_day(key, 4);
  if (weekday == weekdays.end() || !minute) return {};
  return IntervalKey{(weekday - weekdays.begin()) * minutes_per_day + *minute, std::string{*weekday},
                     std::string{key.substr(4)}, ""};
}

/// Minutes east of Greenwich at the end of a key: "Z", "+01:00", "-0330" or nothing.
std::optional<int> offset_minutes(std::string_view offset) {
  if (offset.empty() || offset == "Z") return 0;
  if (offset[0] != '+' && offset[0] != '-') return {};
  const auto hours = number(offset, 1, 2);
  const auto minutes = number(offset, offset.size() - 2, 2);
  if (!hours || !minutes || offset.size() < 5 || offset.size() > 6) return {};
  return (offset[0] == '-' ? -1 : 1) * (*hours * 60 + *minutes);
}

std::optional<IntervalKey> parse_iso(std::string_view key) {
  if (key.size() < 16 || key[4] != '-' || key[7] != '-' || (key[10] != 'T' && key[10] != ' ')) return {};
  const auto year = number(key, 0, 4);
  const auto month = number(key, 5, 2);
  const auto day = number(key, 8, 2);
  const auto minute = minute_of_day(key, 11);
  if (!year || !month || !day || !minute || *month < 1 || *month > 12 || *day < 1 || *day > 31) return {};
  const bool has_seconds = key.size() >= 19 && key[16] == ':';
  const std::string_view offset = key.substr(has_seconds ? 19 : 16);
  const auto east = offset_minutes(offset);
  if (!east) return {};
  const std::int64_t days = days_since_epoch(*year, *month, *day);
  constexpr std::int64_t weekday_of_epoch = 3;  // 1970-01-01 was a Thursday
  const auto weekday = static_cast<std::size_t>(((days + weekday_of_epoch) % 7 + 7) % 7);
  return IntervalKey{days * minutes_per_day + *minute - *east,
                     fmt::format("{} {} {}", weekdays[weekday], *day, months[static_cast<std::size_t>(*month - 1)]),
                     std::string{key.substr(11, 5)}, std::string{offset}};
}

}  // namespace

std::optional<IntervalKey> parse_interval_key(std::string_view key) {
  if (auto folded = parse_folded(key)) return folded;
  return parse_iso(key);
}

}  // namespace twinline::reports
