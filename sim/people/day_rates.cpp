#include "sim/people/day_rates.hpp"

#include <algorithm>

#include "reports/statistics/exact_math.hpp"

namespace twinline::sim {
namespace {

constexpr double per_nanosecond(double per_hour) { return per_hour / 3.6e12; }

const scenarios::RateProfile* profile_of(const scenarios::Arrivals& arrivals, const scenarios::Day& day) {
  if (!arrivals.by_date.empty()) {
    const auto dated = arrivals.by_date.find(day.date());
    if (dated != arrivals.by_date.end()) return &dated->second;
  }
  const auto weekly = arrivals.by_weekday.find(day.weekday);
  return weekly == arrivals.by_weekday.end() ? nullptr : &weekly->second;
}

double growth_until(const std::optional<scenarios::Growth>& growth, std::size_t day) {
  if (!growth) return 1;
  const double periods = static_cast<double>(day) * in_seconds(24h) / in_seconds(growth->per);
  return statistics::exact_pow(1 + growth->by, periods);
}

double factor_of(const scenarios::DayFactors& factors, const scenarios::Day& day) {
  if (!factors.by_date.empty()) {
    const auto dated = factors.by_date.find(day.date());
    if (dated != factors.by_date.end()) return dated->second;
  }
  const auto weekly = factors.by_weekday.find(day.weekday);
  return weekly == factors.by_weekday.end() ? 1 : weekly->second;
}

/// What the rates of a day are multiplied by, for all call types and for this one.
double planned_factor(const scenarios::Scenario& scenario, const scenarios::Arrivals& arrivals, std::size_t position) {
  const scenarios::Day& day = scenario.horizon.days[position];
  return growth_until(scenario.growth, position) * growth_until(arrivals.growth, position) *
         factor_of(scenario.special_days, day) * factor_of(arrivals.special_days, day);
}

}  // namespace

std::vector<RatePiece> day_rates(const scenarios::Scenario& scenario, CallTypeIndex type, std::size_t position) {
  std::vector<RatePiece> pieces;
  const scenarios::Day& day = scenario.horizon.days[position];
  const scenarios::Arrivals& arrivals = scenario.callers[type.value].arrivals;
  const scenarios::RateProfile* profile = profile_of(arrivals, day);
  if (profile == nullptr) return pieces;
  const double factor = planned_factor(scenario, arrivals, position);
  const auto& steps = profile->per_hour;
  // What is written and sent comes at all hours.
  const bool at_all_hours = waits_while_closed(scenario.centre.call_types[type.value].channel);
  const Time opens = at_all_hours ? day.midnight : day.opens;
  const Time closes = std::min(at_all_hours ? day.midnight + day.length : day.closes, scenario.horizon.end);
  for (std::size_t step = 0; step < steps.size(); ++step) {
    const bool last = step + 1 == steps.size();
    const Time from = day.at(steps[step].from);
    const Time until = last ? day.midnight + day.length : day.at(steps[step + 1].from);
    if (until <= from) continue;
    const double rate = factor * per_nanosecond(steps[step].value);
    const double rate_until = profile->linear && !last ? factor * per_nanosecond(steps[step + 1].value) : rate;
    const double slope = (rate_until - rate) / static_cast<double>((until - from).count());
    const Time open_from = std::max(from, opens), end = std::min(until, closes);
    if (end <= open_from) continue;
    const double rate_from = rate + slope * static_cast<double>((open_from - from).count());
    const double rate_end = rate + slope * static_cast<double>((end - from).count());
    pieces.push_back({open_from, end, rate_from, rate_end});
  }
  return pieces;
}

}  // namespace twinline::sim
