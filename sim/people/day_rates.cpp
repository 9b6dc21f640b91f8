#include "sim/people/day_rates.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

namespace twinline::sim {
namespace {

constexpr double per_nanosecond(double per_hour) { return per_hour / 3.6e12; }

std::string date_of(const scenarios::Day& day) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", day.year, day.month, day.day);
  return text;
}

const scenarios::RateProfile* profile_of(const scenarios::Arrivals& arrivals, const scenarios::Day& day) {
  if (!arrivals.by_date.empty()) {
    const auto dated = arrivals.by_date.find(date_of(day));
    if (dated != arrivals.by_date.end()) return &dated->second;
  }
  const auto weekly = arrivals.by_weekday.find(day.weekday);
  return weekly == arrivals.by_weekday.end() ? nullptr : &weekly->second;
}

}  // namespace

std::vector<RatePiece> day_rates(const scenarios::Scenario& scenario, CallTypeIndex type, std::size_t position) {
  std::vector<RatePiece> pieces;
  const scenarios::Day& day = scenario.horizon.days[position];
  const scenarios::RateProfile* profile = profile_of(scenario.callers[type.value].arrivals, day);
  if (profile == nullptr) return pieces;
  const auto& steps = profile->per_hour;
  const Time open_until = std::min(day.closes, scenario.horizon.end);
  for (std::size_t step = 0; step < steps.size(); ++step) {
    const bool last = step + 1 == steps.size();
    const Time from = day.at(steps[step].from);
    const Time until = last ? day.midnight + day.length : day.at(steps[step + 1].from);
    if (until <= from) continue;
    const double rate = per_nanosecond(steps[step].value);
    const double rate_until = profile->linear && !last ? per_nanosecond(steps[step + 1].value) : rate;
    const double slope = (rate_until - rate) / static_cast<double>((until - from).count());
    const Time open_from = std::max(from, day.opens), end = std::min(until, open_until);
    if (end <= open_from) continue;
    const double rate_from = rate + slope * static_cast<double>((open_from - from).count());
    const double rate_end = rate + slope * static_cast<double>((end - from).count());
    pieces.push_back({open_from, end, rate_from, rate_end});
  }
  return pieces;
}

}  // namespace twinline::sim
