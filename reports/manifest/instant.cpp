#include "reports/manifest/instant.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace twinline::manifest {

std::optional<Instant> parse_instant(std::string_view text) {
  constexpr std::string_view form = "0000-00-00T00:00:00Z";
  const auto fits = [](char sign, char wanted) { return wanted == '0' ? sign >= '0' && sign <= '9' : sign == wanted; };
  if (text.size() != form.size() || !std::equal(text.begin(), text.end(), form.begin(), fits)) return std::nullopt;
  const auto number = [text](std::size_t from, std::size_t length) {
    int value = 0;
    std::from_chars(text.data() + from, text.data() + from + length, value);
    return value;
  };
  const std::chrono::year_month_day day{std::chrono::year{number(0, 4)},
                                        std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                        std::chrono::day{static_cast<unsigned>(number(8, 2))}};
  const int hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
  const bool in_range = number(0, 4) >= 1970 && number(0, 4) < 2200 && hour < 24 && minute < 60 && second < 60;
  if (!day.ok() || !in_range) return std::nullopt;
  return std::chrono::sys_days{day} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second};
}

std::string to_text(Instant instant) {
  const auto midnight = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day day{midnight};
  const std::chrono::hh_mm_ss time{instant - midnight};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

}  // namespace twinline::manifest
