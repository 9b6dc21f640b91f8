#include "sim/twin/duration_text.hpp"

#include <cstdint>

#include "sim/twin/digit.hpp"

namespace twinline::twin {
namespace {

/// Digits off the front; nothing when there is none, or more than fit.
std::optional<std::int64_t> take_digits(std::string_view& text) {
  constexpr std::size_t most = 13;
  std::size_t digits = 0;
  std::int64_t value = 0;
  while (digits < text.size() && is_digit(text[digits])) {
    if (digits == most) return std::nullopt;
    value = value * 10 + (text[digits++] - '0');
  }
  if (digits == 0) return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

/// `12.3456` times a unit of so many milliseconds.
std::optional<std::int64_t> decimal(std::string_view text, std::int64_t milliseconds_per_unit) {
  const auto whole = take_digits(text);
  if (!whole) return std::nullopt;
  std::int64_t value = *whole * milliseconds_per_unit;
  if (text.empty()) return value;
  if (text[0] != '.') return std::nullopt;
  text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  // Six decimals decide the rounding of a millisecond in any of the units.
  std::int64_t millionths = 0;
  std::int64_t place = 100'000;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    millionths += place * (c - '0');
    place /= 10;
  }
  value += (millionths * milliseconds_per_unit + 500'000) / 1'000'000;
  return value;
}

/// `1:02:03` or `2:03`, seconds with decimals if need be.
std::optional<std::int64_t> clock_duration(std::string_view text) {
  std::int64_t minutes = 0;
  int colons = 0;
  while (true) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) break;
    std::string_view part = text.substr(0, colon);
    const auto number = take_digits(part);
    if (!number || !part.empty() || ++colons > 2 || (colons == 2 && *number > 59)) return std::nullopt;
    minutes = minutes * 60 + *number;
    text.remove_prefix(colon + 1);
  }
  const bool two_digits =
      text.size() >= 2 && is_digit(text[0]) && is_digit(text[1]) && (text.size() == 2 || text[2] == '.');
  const auto seconds = decimal(text, 1000);
  if (colons == 0 || !two_digits || !seconds || *seconds >= 60'000) return std::nullopt;
  return minutes * 60'000 + *seconds;
}

}  // namespace

std::optional<Milliseconds> duration_from_text(std::string_view text, scenarios::DurationUnit unit) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::optional<std::int64_t> value;
  switch (unit) {
    case scenarios::DurationUnit::milliseconds: value = decimal(text, 1); break;
    case scenarios::DurationUnit::seconds: value = decimal(text, 1000); break;
    case scenarios::DurationUnit::minutes: value = decimal(text, 60'000); break;
    case scenarios::DurationUnit::clock: value = clock_duration(text); break;
  }
  constexpr Milliseconds longest = std::chrono::hours{24 * 365 * 300};
  if (!value || Milliseconds{*value} > longest) return std::nullopt;
  return Milliseconds{negative ? -*value : *value};
}

std::string_view expected_duration(scenarios::DurationUnit unit) {
  switch (unit) {
    case scenarios::DurationUnit::milliseconds: return "a number of milliseconds";
    case scenarios::DurationUnit::seconds: return "a number of seconds";
    case scenarios::DurationUnit::minutes: return "a number of minutes";
    case scenarios::DurationUnit::clock: return "a duration as h:mm:ss";
  }
  return {};
}

}  // namespace twinline::twin
