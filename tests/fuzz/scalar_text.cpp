#include "tests/fuzz/scalar_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "tests/fuzz/scenario_words.hpp"

namespace twinline::fuzz {
namespace {

using scenarios::Range;
using scenarios::ScalarKind;
using tests::Dice;

constexpr double share_of_edges = 0.01;

/// What is ordinary for a kind; a range of its own may lie elsewhere.
struct Ordinary {
  double low, high;
};

double drawn(const Range& range, Ordinary ordinary, Dice& dice) {
  const double low = range.low ? range.low->value : 0, high = range.high ? range.high->value : 1e18;
  if (dice.chance(share_of_edges)) {
    const double edge = dice.chance(0.5) ? low : std::min(high, dice.chance(0.5) ? 1e6 * ordinary.high : 1e15);
    return edge;
  }
  const double from = std::max(low, ordinary.low);
  const double to = std::min(high, std::max(from * 2, ordinary.high));
  return from > 0 ? from * std::pow(to / from, dice.uniform()) : from + (to - from) * dice.uniform();
}

std::string whole(const Range& range, Dice& dice) {
  return fmt::format("{:.0f}", std::round(drawn(range, {1, 6}, dice)));
}

/// Seconds mostly, and other units; with as many digits as tell it from its neighbours.
std::string duration(const Range& range, Dice& dice) {
  const double seconds = drawn(range, {1, 600}, dice);
  if (seconds >= 1 && dice.chance(0.7)) return fmt::format("{:.0f} s", seconds);
  if (dice.chance(0.5)) return fmt::format("{:.6f} min", seconds / 60);
  return fmt::format("{:.3f} ms", seconds * 1000);
}

std::string rate(const Range& range, Dice& dice) {
  const double per_hour = drawn(range, {1, 40}, dice);
  return dice.chance(0.8) ? fmt::format("{:.1f} per hour", per_hour) : fmt::format("{:.4f} per min", per_hour / 60);
}

std::string share(const Range& range, Dice& dice) {
  const double value = dice.chance(0.05) ? (dice.chance(0.5) ? 0 : 1) : drawn(range, {0.01, 0.6}, dice);
  const double low = range.low ? range.low->value : 0, high = range.high ? range.high->value : 1;
  return fmt::format("{:.2f} %", 100 * std::clamp(value, low, high));
}

}  // namespace

std::string scalar_text(const scenarios::Shape& scalar, std::string_view key, Dice& dice) {
  static constexpr std::array hours{"08:00-18:00", "00:00-24:00", "09:30-12:00",
                                    "00:00-24:00", "07:00-23:00", "closed"};
  if (has_own_texts(key)) return dice.one_of(texts_for(key));
  switch (scalar.kind) {
    case ScalarKind::text: return dice.one_of(texts_for(key));
    case ScalarKind::name: return "word";
    case ScalarKind::choice: return dice.one_of(scalar.choices);
    case ScalarKind::marker: return "yes";
    case ScalarKind::yes_no: return dice.chance(0.5) ? "yes" : "no";
    case ScalarKind::whole_number: return whole(scalar.range, dice);
    case ScalarKind::number: return fmt::format("{:.3f}", drawn(scalar.range, {0.2, 5}, dice));
    case ScalarKind::share: return share(scalar.range, dice);
    case ScalarKind::duration: return duration(scalar.range, dice);
    case ScalarKind::rate: return rate(scalar.range, dice);
    case ScalarKind::money: return fmt::format("{:.2f} CHF", drawn(scalar.range, {1, 90}, dice));
    case ScalarKind::money_per_hour: return fmt::format("{:.2f} CHF per hour", drawn(scalar.range, {1, 90}, dice));
    case ScalarKind::data_size: return fmt::format("{:.0f} B", drawn(scalar.range, {10, 20000}, dice));
    case ScalarKind::data_rate: return fmt::format("{:.0f} kbit/s", drawn(scalar.range, {64, 20000}, dice));
    case ScalarKind::date: return dice.one_of(texts_for("date"));
    case ScalarKind::opening_hours: return dice.one_of(hours);
    case ScalarKind::effect: return fmt::format("{:.2f} pp", drawn(scalar.range, {0.1, 5}, dice));
    case ScalarKind::socket_address: return "192.0.2.10:5060";
    case ScalarKind::sip_listener: return "udp 192.0.2.10:5060";
    case ScalarKind::network: return "192.0.2.0/24";
  }
  return "";
}

}  // namespace twinline::fuzz
