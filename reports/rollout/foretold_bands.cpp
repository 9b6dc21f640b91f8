#include "reports/rollout/foretold_bands.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>
#include <string_view>

namespace twinline::rollout {
namespace {

/// Where an interval begins, on the local clock.
struct Beginning {
  std::uint8_t weekday = 0;
  Duration since_midnight{0};
};

std::optional<int> number_in(std::string_view text, std::size_t from, std::size_t digits) {
  if (text.size() < from + digits) return std::nullopt;
  int number = 0;
  const char* end = text.data() + from + digits;
  const auto [stop, error] = std::from_chars(text.data() + from, end, number);
  return error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
}

std::optional<Duration> clock_time(std::string_view text, std::size_t from) {
  const auto hours = number_in(text, from, 2), minutes = number_in(text, from + 3, 2);
  if (!hours || !minutes) return std::nullopt;
  return std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
}

std::optional<std::uint8_t> weekday_of_date(std::string_view text) {
  const auto year = number_in(text, 0, 4), month = number_in(text, 5, 2), day = number_in(text, 8, 2);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return static_cast<std::uint8_t>(std::chrono::weekday{std::chrono::sys_days{date}}.iso_encoding() - 1);
}

std::optional<std::uint8_t> weekday_of_name(std::string_view text) {
  constexpr std::array<std::string_view, 7> names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const auto found = std::find(names.begin(), names.end(), text.substr(0, 3));
  if (found == names.end()) return std::nullopt;
  return static_cast<std::uint8_t>(found - names.begin());
}

/// Of "2026-03-02T08:00:00+01:00" and of "Mon 08:00" (reports::IntervalGrid::label).
std::optional<Beginning> beginning_of(std::string_view label) {
  const bool is_dated = label.find('T', 10) == 10;
  const auto weekday = is_dated ? weekday_of_date(label) : weekday_of_name(label);
  const auto since_midnight = clock_time(label, is_dated ? 11 : 4);
  if (!weekday || !since_midnight) return std::nullopt;
  return Beginning{*weekday, *since_midnight};
}

/// By weekday and time of day, where they begin.
using BandsByTime = std::array<std::map<std::string, std::map<Duration, Limits>>, 7>;

BandsByTime by_time(std::span<const Band> bands) {
  BandsByTime sorted;
  for (const Band& band : bands) {
    const auto beginning = beginning_of(band.interval);
    if (!beginning || !std::isfinite(band.low) || !std::isfinite(band.high)) continue;
    const auto [place, is_new] =
        sorted[beginning->weekday][band.kpi].try_emplace(beginning->since_midnight, Limits{band.low, band.high});
    if (is_new) continue;
    place->second.low = std::min(place->second.low, band.low);
    place->second.high = std::max(place->second.high, band.high);
  }
  return sorted;
}

Duration least_distance(const BandsByTime& bands) {
  Duration least{0};
  for (const auto& day : bands) {
    for (const auto& [kpi, of_kpi] : day) {
      for (auto next = of_kpi.begin(), band = next; next != of_kpi.end(); band = next++) {
        const Duration distance = next->first - band->first;
        if (distance > 0ns && (least == 0ns || distance < least)) least = distance;
      }
    }
  }
  return least;
}

}  // namespace

ForetoldBands::ForetoldBands(std::span<const Band> bands) {
  const BandsByTime sorted = by_time(bands);
  interval_ = least_distance(sorted);
  if (interval_ == 0ns) return;
  for (std::size_t weekday = 0; weekday < sorted.size(); ++weekday) {
    for (const auto& [kpi, of_kpi] : sorted[weekday]) {
      for (const auto& [begins, limits] : of_kpi) {
        by_weekday_[weekday][kpi].emplace(static_cast<std::size_t>(begins / interval_), limits);
      }
    }
  }
}

std::set<std::string> ForetoldBands::kpis() const {
  std::set<std::string> names;
  for (const OfDay& day : by_weekday_) {
    for (const auto& [kpi, bands] : day) names.insert(kpi);
  }
  return names;
}

}  // namespace twinline::rollout
