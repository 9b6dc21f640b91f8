#include "policies/contract/units.hpp"

#include <array>
#include <charconv>
#include <system_error>

namespace twinline {
namespace {

struct NamedUnit {
  std::string_view name;
  std::int64_t nanoseconds;
};

constexpr std::int64_t second = 1'000'000'000;
constexpr std::array<NamedUnit, 24> duration_units{{
    {"ns", 1},
    {"us", 1'000},
    {"ms", 1'000'000},
    {"s", second},
    {"sec", second},
    {"second", second},
    {"seconds", second},
    {"min", 60 * second},
    {"minute", 60 * second},
    {"minutes", 60 * second},
    {"h", 3600 * second},
    {"hour", 3600 * second},
    {"hours", 3600 * second},
    {"d", 86'400 * second},
    {"day", 86'400 * second},
    {"days", 86'400 * second},
    {"week", 604'800 * second},
    {"weeks", 604'800 * second},
    {"w", 604'800 * second},
    {"hr", 3600 * second},
    {"hrs", 3600 * second},
    {"mins", 60 * second},
    {"secs", second},
    {"msec", 1'000'000},
}};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// A number at the front of the text; the rest is left in `text`.
std::optional<double> leading_number(std::string_view& text) {
  double number = 0;
  const char* begin = text.data();
  const char* end = text.data() + text.size();
  if (begin != end && *begin == '+') ++begin;
  const auto [stop, error] = std::from_chars(begin, end, number, std::chars_format::general);
  if (error != std::errc{} || !(number - number == 0)) return std::nullopt;
  text = trimmed({stop, static_cast<std::size_t>(end - stop)});
  return number;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  text = trimmed(text);
  const auto number = leading_number(text);
  if (!number) return std::nullopt;
  if (text.empty()) return *number == 0 ? std::optional{Duration{0}} : std::nullopt;
  for (const NamedUnit& unit : duration_units) {
    if (unit.name != text) continue;
    const double nanoseconds = *number * static_cast<double>(unit.nanoseconds);
    constexpr double limit = 9.2e18;
    if (nanoseconds > limit || nanoseconds < -limit) return std::nullopt;
    return Duration{static_cast<std::int64_t>(nanoseconds + (nanoseconds < 0 ? -0.5 : 0.5))};
  }
  return std::nullopt;
}

std::string to_text(Duration duration) {
  constexpr std::array<NamedUnit, 6> output_units{{{"day", 86'400 * second},
                                                   {"h", 3600 * second},
                                                   {"min", 60 * second},
                                                   {"s", second},
                                                   {"ms", 1'000'000},
                                                   {"us", 1'000}}};
  const std::int64_t count = duration.count();
  if (count == 0) return "0 s";
  for (const NamedUnit& unit : output_units) {
    if (count % unit.nanoseconds == 0) return std::to_string(count / unit.nanoseconds) + " " + std::string{unit.name};
  }
  return std::to_string(count) + " ns";
}

std::optional<double> parse_share(std::string_view text) {
  text = trimmed(text);
  const auto number = leading_number(text);
  if (!number) return std::nullopt;
  if (text.empty()) return number;
  if (text == "%") return *number / 100;
  return std::nullopt;
}

std::optional<double> parse_number(std::string_view text) {
  text = trimmed(text);
  const auto number = leading_number(text);
  return number && text.empty() ? number : std::nullopt;
}

std::string to_text(double number) {
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  return error == std::errc{} ? std::string(buffer.data(), end) : std::string{"?"};
}

}  // namespace twinline
