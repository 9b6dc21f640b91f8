#include "reports/journal/instant_text.hpp"

#include <charconv>
#include <stdexcept>

#include <fmt/format.h>

namespace twinline::journal {
namespace {

[[noreturn]] void refuse(std::string_view text) {
  throw std::invalid_argument("'" + std::string{text} + "' is no instant; expected one like 2026-11-22T08:15:00+01:00");
}

/// So many digits that must stand there.
int number_at(std::string_view text, std::size_t position, std::size_t digits) {
  if (position + digits > text.size()) refuse(text);
  int number = 0;
  const char* begin = text.data() + position;
  const auto [end, error] = std::from_chars(begin, begin + digits, number);
  if (error != std::errc{} || end != begin + digits || *begin == '-') refuse(text);
  return number;
}

/// Hours and minutes, of a time of day or of an offset.
Duration hours_and_minutes_at(std::string_view text, std::size_t position) {
  const int hour = number_at(text, position, 2), minute = number_at(text, position + 3, 2);
  if (hour > 23 || minute > 59) refuse(text);
  return std::chrono::hours{hour} + std::chrono::minutes{minute};
}

bool is_digit(char character) { return character >= '0' && character <= '9'; }

}  // namespace

UtcTime instant_of(std::string_view iso) {
  using namespace std::chrono;
  constexpr std::string_view pattern = "0000-00-00T00:00:00";
  if (iso.size() <= pattern.size()) refuse(iso);
  for (std::size_t position = 0; position < pattern.size(); ++position) {
    if (pattern[position] != '0' && iso[position] != pattern[position]) refuse(iso);
  }
  const year_month_day date = year{number_at(iso, 0, 4)} / number_at(iso, 5, 2) / number_at(iso, 8, 2);
  if (!date.ok()) refuse(iso);
  const int second = number_at(iso, 17, 2);
  if (second > 59) refuse(iso);
  Duration since = hours_and_minutes_at(iso, 11) + seconds{second};
  std::size_t position = pattern.size();
  if (iso[position] == '.') {
    Duration unit = 100ms;
    for (++position; position < iso.size() && is_digit(iso[position]); ++position, unit /= 10) {
      since += (iso[position] - '0') * unit;
    }
  }
  const std::string_view zone = iso.substr(position);
  if (zone == "Z") return sys_days{date} + since;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') refuse(iso);
  const Duration offset = hours_and_minutes_at(iso, position + 1);
  return sys_days{date} + since - (zone[0] == '-' ? -offset : offset);
}

std::string text_of(UtcTime instant) {
  using namespace std::chrono;
  const sys_days day = floor<days>(instant);
  const year_month_day date{day};
  const hh_mm_ss<Duration> time{instant - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}Z", int{date.year()}, unsigned{date.month()},
                     unsigned{date.day()}, time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count());
}

}  // namespace twinline::journal
