// The bands of a forecast by weekday and time of day, as live days are held against them. A day of a weekday that was
// not simulated has none. Where the forecast had several days of a weekday, a band is as wide as all of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>

#include "policies/contract/time.hpp"
#include "reports/rollout/forecast.hpp"

namespace twinline::rollout {

struct Limits {
  double low = 0, high = 0;

  bool contain(double value) const { return low <= value && value <= high; }
};

class ForetoldBands {
 public:
  /// The KPIs' limits, in each interval of a day by its number, 0 the one that begins at midnight.
  using OfDay = std::map<std::string, std::map<std::size_t, Limits>>;

  /// Bands without limits, and such that begin at no time of day that reports name, foretell nothing.
  explicit ForetoldBands(std::span<const Band> bands);

  /// The smallest distance between the beginnings of two bands of a weekday; zero where there are not two, and nothing
  /// is foretold then.
  Duration interval() const { return interval_; }

  /// Of a weekday, 0 Monday to 6 Sunday.
  const OfDay& of(std::uint8_t weekday) const { return by_weekday_[weekday]; }

  std::set<std::string> kpis() const;

 private:
  Duration interval_{0};
  std::array<OfDay, 7> by_weekday_;
};

}  // namespace twinline::rollout
