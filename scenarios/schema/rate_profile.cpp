#include "scenarios/schema/rate_profile.hpp"

namespace twinline::scenarios {
namespace {

/// The profile is nothing until `from`, where it jumps.
void begin_at(RateProfile& profile, Duration from) {
  if (from == Duration{0}) return;
  if (profile.per_hour.empty()) profile.per_hour.push_back({Duration{0}, 0.0});
  // Without a second zero a linear profile would climb all night.
  if (profile.linear && profile.per_hour.back().from < from) profile.per_hour.push_back({from, 0.0});
}

}  // namespace

RateProfile profile_of_counts(const std::vector<CountedInterval>& intervals, Duration length, bool linear) {
  RateProfile profile;
  profile.linear = linear;
  const double hours = static_cast<double>(length.count()) / 3.6e12;
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    const auto& [from, calls] = intervals[i];
    const double rate = calls / hours;
    const bool begins = i == 0 || intervals[i - 1].from + length < from;
    const bool ends = i + 1 == intervals.size() || from + length < intervals[i + 1].from;
    if (begins) begin_at(profile, from);
    if (begins || !linear) profile.per_hour.push_back({from, rate});
    if (linear) profile.per_hour.push_back({from + length / 2, rate});
    if (linear && ends) profile.per_hour.push_back({from + length, rate});
    if (ends && from + length < 24h) profile.per_hour.push_back({from + length, 0.0});
  }
  return profile;
}

RateProfile profile_of_rates(ByPeriod<double> per_hour, bool linear) {
  RateProfile profile;
  profile.linear = linear;
  if (per_hour.empty()) return profile;
  begin_at(profile, per_hour.front().from);
  profile.per_hour.insert(profile.per_hour.end(), per_hour.begin(), per_hour.end());
  return profile;
}

}  // namespace twinline::scenarios
