#include "sim/twin/site_clock.hpp"

#include <exception>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "sim/twin/bad_input.hpp"
#include "sim/twin/time_pattern.hpp"

namespace twinline::twin {
namespace {

const date::time_zone* locate(std::string_view name) {
  try {
    return date::locate_zone(std::string(name));
  } catch (const std::exception&) {
    std::vector<std::string> names;
    for (const auto& zone : date::get_tzdb().zones) names.push_back(zone.name());
    throw std::runtime_error(fmt::format("unknown time zone {}; an IANA name like 'Europe/Zurich' is expected{}",
                                         in_quotes(name), did_you_mean(name, names)));
  }
}

}  // namespace

SiteClock::SiteClock(std::string_view time_zone) : zone_(locate(time_zone)) {}

const date::sys_info& SiteClock::info_at(Instant instant) const {
  if (instant < last_info_.begin || instant >= last_info_.end) last_info_ = zone_->get_info(instant);
  return last_info_;
}

LocalTime SiteClock::shown_at(Instant instant) const {
  return LocalTime{instant.time_since_epoch() + info_at(instant).offset};
}

std::optional<SiteClock::Reading> SiteClock::instant_of(LocalTime shown) const {
  const date::local_info info = zone_->get_info(shown);
  if (info.result == date::local_info::nonexistent) return std::nullopt;
  return Reading{Instant{shown.time_since_epoch() - info.first.offset}, info.result == date::local_info::ambiguous};
}

std::string SiteClock::iso8601(Instant instant) const {
  const LocalTime shown = shown_at(instant);
  const auto day = date::floor<date::days>(shown);
  const date::year_month_day date_shown{day};
  const auto since_midnight = (shown - day).count();
  const auto offset_minutes = date::floor<std::chrono::minutes>(info_at(instant).offset).count();
  const auto absolute = offset_minutes < 0 ? -offset_minutes : offset_minutes;
  // Offsets of the 19th century have seconds; such an instant is written in UTC, which loses nothing.
  if (std::chrono::minutes{offset_minutes} != info_at(instant).offset) return SiteClock("UTC").iso8601(instant);
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date_shown.year()),
                                 static_cast<unsigned>(date_shown.month()), static_cast<unsigned>(date_shown.day()),
                                 since_midnight / 3'600'000, since_midnight / 60'000 % 60, since_midnight / 1000 % 60);
  if (since_midnight % 1000 != 0) text += fmt::format(".{:03}", since_midnight % 1000);
  return text + fmt::format("{}{:02}:{:02}", offset_minutes < 0 ? '-' : '+', absolute / 60, absolute % 60);
}

std::optional<Instant> instant_from_iso8601(std::string_view text) {
  static const TimePattern pattern("%Y-%m-%dT%H:%M:%S%z");
  const auto parsed = pattern.parse(text);
  if (!parsed || !parsed->date || !parsed->offset) return std::nullopt;
  return Instant{date::local_days{*parsed->date}.time_since_epoch() + parsed->time_of_day - *parsed->offset};
}

}  // namespace twinline::twin
