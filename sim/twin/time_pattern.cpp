#include "sim/twin/time_pattern.hpp"

#include <array>
#include <cstddef>
#include <stdexcept>

#include <fmt/format.h>

#include "sim/twin/bad_input.hpp"
#include "sim/twin/digit.hpp"

namespace twinline::twin {
namespace {

constexpr std::string_view known_letters = "YymbdHIpMSz%";

constexpr std::array<std::string_view, 12> month_names{"january",   "february", "march",    "april",
                                                       "may",       "june",     "july",     "august",
                                                       "september", "october",  "november", "december"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Reads between `least` and `most` digits off the front.
std::optional<int> take_number(std::string_view& rest, std::size_t least, std::size_t most) {
  std::size_t digits = 0;
  int value = 0;
  while (digits < most && digits < rest.size() && is_digit(rest[digits])) value = value * 10 + (rest[digits++] - '0');
  if (digits < least) return std::nullopt;
  rest.remove_prefix(digits);
  return value;
}

bool take_word(std::string_view& rest, std::string_view word) {
  if (rest.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (lower(rest[i]) != word[i]) return false;
  }
  rest.remove_prefix(word.size());
  return true;
}

std::optional<int> take_month_name(std::string_view& rest) {
  for (std::size_t i = 0; i < month_names.size(); ++i) {
    if (take_word(rest, month_names[i]) || take_word(rest, month_names[i].substr(0, 3))) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

/// `.25` or nothing. More than three decimals are cut: a log is exact to the millisecond at best.
std::optional<int> take_fraction(std::string_view& rest) {
  if (rest.empty() || (rest[0] != '.' && rest[0] != ',')) return 0;
  rest.remove_prefix(1);
  if (rest.empty() || !is_digit(rest[0])) return std::nullopt;
  int milliseconds = 0;
  for (int unit = 100; !rest.empty() && is_digit(rest[0]); unit /= 10) {
    milliseconds += unit * (rest[0] - '0');
    rest.remove_prefix(1);
  }
  return milliseconds;
}

std::optional<std::chrono::minutes> take_offset(std::string_view& rest) {
  if (take_word(rest, "z")) return std::chrono::minutes{0};
  if (rest.empty() || (rest[0] != '+' && rest[0] != '-')) return std::nullopt;
  const int sign = rest[0] == '-' ? -1 : 1;
  rest.remove_prefix(1);
  const auto hours = take_number(rest, 2, 2);
  if (!rest.empty() && rest[0] == ':') rest.remove_prefix(1);
  const auto minutes = take_number(rest, 2, 2);
  if (!hours || !minutes || *hours > 26 || *minutes > 59) return std::nullopt;
  return std::chrono::minutes{sign * (*hours * 60 + *minutes)};
}

}  // namespace

struct TimePattern::Fields {
  int year = 0, month = 1, day = 1;
  int hour = 0, minute = 0, second = 0, millisecond = 0;
  bool afternoon = false;
  std::optional<std::chrono::minutes> offset;
};

TimePattern::TimePattern(std::string_view pattern) : pattern_(pattern) {
  const auto has = [&](char letter) {
    for (std::size_t i = 0; i + 1 < pattern_.size(); ++i) {
      if (pattern_[i] != '%') continue;
      if (pattern_[++i] == letter) return true;
    }
    return false;
  };
  for (std::size_t i = 0; i < pattern_.size(); ++i) {
    if (pattern_[i] != '%') continue;
    if (++i == pattern_.size() || known_letters.find(pattern_[i]) == std::string_view::npos) {
      throw std::runtime_error(
          fmt::format("{} is no part of a time pattern; %Y %y %m %b %d %H %I %p %M %S %z or %% is expected",
                      in_quotes(std::string_view(pattern_).substr(i - 1, 2))));
    }
  }
  const bool any_date = has('Y') || has('y') || has('m') || has('b') || has('d');
  const bool any_time = has('H') || has('I') || has('M') || has('S') || has('p');
  has_date_ = (has('Y') || has('y')) && (has('m') || has('b')) && has('d');
  has_time_ = (has('H') || (has('I') && has('p'))) && has('M');
  if ((any_date && !has_date_) || (any_time && !has_time_) || (!any_date && !any_time)) {
    throw std::runtime_error(
        fmt::format("the time pattern {} is incomplete; a date needs year, month and day, a time of day %H "
                    "and %M, or %I, %M and %p",
                    in_quotes(pattern_)));
  }
}

bool TimePattern::match(char letter, std::string_view& rest, Fields& fields) const {
  const auto take = [&](int& into, std::size_t least, std::size_t most, int low, int high) {
    const auto number = take_number(rest, least, most);
    if (!number || *number < low || *number > high) return false;
    into = *number;
    return true;
  };
  switch (letter) {
    case 'Y': return take(fields.year, 4, 4, 1600, 9999);
    case 'y':
      if (!take(fields.year, 2, 2, 0, 99)) return false;
      fields.year += fields.year >= 69 ? 1900 : 2000;
      return true;
    case 'm': return take(fields.month, 1, 2, 1, 12);
    case 'b':
      if (const auto month = take_month_name(rest)) {
        fields.month = *month;
        return true;
      }
      return false;
    case 'd': return take(fields.day, 1, 2, 1, 31);
    case 'H': return take(fields.hour, 1, 2, 0, 23);
    case 'I': return take(fields.hour, 1, 2, 1, 12);
    case 'p':
      fields.afternoon = take_word(rest, "pm") || take_word(rest, "p.m.");
      return fields.afternoon || take_word(rest, "am") || take_word(rest, "a.m.");
    case 'M': return take(fields.minute, 2, 2, 0, 59);
    case 'S': {
      if (!take(fields.second, 2, 2, 0, 59)) return false;
      const auto fraction = take_fraction(rest);
      fields.millisecond = fraction.value_or(0);
      return fraction.has_value();
    }
    case 'z': fields.offset = take_offset(rest); return fields.offset.has_value();
    default: return take_word(rest, "%");
  }
}

std::optional<ShownTime> TimePattern::parse(std::string_view text) const {
  Fields fields;
  bool twelve_hour = false;
  for (std::size_t i = 0; i < pattern_.size(); ++i) {
    const char c = pattern_[i];
    if (c == '%') {
      const char letter = pattern_[++i];
      twelve_hour = twelve_hour || letter == 'I';
      if (!match(letter, text, fields)) return std::nullopt;
    } else if (c == ' ') {
      if (text.empty() || text[0] != ' ') return std::nullopt;
      while (!text.empty() && text[0] == ' ') text.remove_prefix(1);
    } else {
      if (text.empty() || text[0] != c) return std::nullopt;
      text.remove_prefix(1);
    }
  }
  if (!text.empty()) return std::nullopt;
  ShownTime shown;
  if (has_date_) {
    const date::year_month_day day{date::year{fields.year}, date::month{static_cast<unsigned>(fields.month)},
                                   date::day{static_cast<unsigned>(fields.day)}};
    if (!day.ok()) return std::nullopt;
    shown.date = day;
  }
  // Twelve o'clock comes first in each half of the day: 12 AM is midnight, 12 PM is noon.
  if (twelve_hour) fields.hour = fields.hour % 12 + (fields.afternoon ? 12 : 0);
  shown.time_of_day = std::chrono::hours{fields.hour} + std::chrono::minutes{fields.minute} +
                      std::chrono::seconds{fields.second} + Milliseconds{fields.millisecond};
  shown.offset = fields.offset;
  return shown;
}

}  // namespace twinline::twin
