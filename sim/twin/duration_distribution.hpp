// How long something took, over many calls: exact counts per millisecond, from which the statistics of
// reports and of goodness of fit are computed. The order in which durations are added changes no bit of a
// result.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "sim/twin/call_record.hpp"

namespace twinline::twin {

class DurationDistribution {
 public:
  void add(Milliseconds duration);

  std::uint64_t count() const { return count_; }

  // All in seconds; nothing where too few durations were added to tell.
  std::optional<double> mean() const;
  /// Of the sample: divided by n − 1.
  std::optional<double> standard_deviation() const;
  /// The middle one, or the mean of the two in the middle.
  std::optional<double> median() const;
  /// The smallest duration that at least `share` (above 0, at most 1) of the durations do not exceed.
  std::optional<double> quantile(double share) const;
  std::optional<double> longest() const;
  /// Share strictly below a bound.
  std::optional<double> share_below(Milliseconds bound) const;
  /// Mean and standard deviation (n − 1) of the natural logarithm of the seconds; nothing unless all are
  /// above zero.
  std::optional<double> log_mean() const;
  std::optional<double> log_standard_deviation() const;

 private:
  Milliseconds at_rank(std::uint64_t rank) const;
  bool all_positive() const { return !counts_.empty() && counts_.begin()->first > Milliseconds{0}; }

  std::map<Milliseconds, std::uint64_t> counts_;
  std::uint64_t count_ = 0;
};

}  // namespace twinline::twin
