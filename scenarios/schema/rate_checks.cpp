#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"

namespace twinline::scenarios {
namespace {

/// More come faster than the clock's nanoseconds can tell them apart, once busyness and surges have their say.
constexpr double most_calls_per_hour = 1e9;

double highest(const RateProfile& profile) {
  double rate = 0;
  for (const Period<double>& period : profile.per_hour) rate = std::max(rate, period.value);
  return rate;
}

double highest_rate(const Arrivals& arrivals) {
  double rate = 0;
  for (const auto& [weekday, profile] : arrivals.by_weekday) rate = std::max(rate, highest(profile));
  for (const auto& [date, profile] : arrivals.by_date) rate = std::max(rate, highest(profile));
  return rate;
}

double highest_factor(const DayFactors& factors) {
  double factor = 1;
  for (const auto& [weekday, value] : factors.by_weekday) factor = std::max(factor, value);
  for (const auto& [date, value] : factors.by_date) factor = std::max(factor, value);
  return factor;
}

/// By the last day of the horizon; 1 where it shrinks.
double highest_factor(const std::optional<Growth>& growth, std::size_t days) {
  if (!growth || growth->by <= 0) return 1;
  return std::pow(1 + growth->by, static_cast<double>(days) * in_seconds(24h) / in_seconds(growth->per));
}

}  // namespace

void check_rates(Binding& binding) {
  const Scenario& scenario = binding.scenario;
  const std::size_t days = scenario.horizon.days.size();
  const double shared = highest_factor(scenario.special_days) * highest_factor(scenario.growth, days);
  for (std::size_t type = 0; type < scenario.callers.size(); ++type) {
    const Arrivals& arrivals = scenario.callers[type].arrivals;
    const double rate =
        highest_rate(arrivals) * shared * highest_factor(arrivals.special_days) * highest_factor(arrivals.growth, days);
    if (rate <= most_calls_per_hour || highest_rate(arrivals) == 0) continue;
    const Entry& call_type = binding.root.find("calls")->entries[type];
    const Node* written = call_type.value.find("arrivals");
    binding.problems.error(
        written ? written->place : call_type.place,
        fmt::format("calls of type {} come at up to {:.3g} an hour, growth and special days included; at most {:.0e}",
                    in_quotes(call_type.key), rate, most_calls_per_hour));
  }
}

}  // namespace twinline::scenarios
