// How long something took, counted in buckets of fixed bounds, as a metric exports it. Quantiles are the upper bound of
// the bucket that they fall into: never better than the truth.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "policies/contract/time.hpp"

namespace twinline::live {

class LatencyHistogram {
 public:
  static constexpr std::array<Duration, 15> bounds{1us,   2us,   5us,   10us, 20us, 30us, 40us, 50us,
                                                   100us, 200us, 500us, 1ms,  2ms,  10ms, 100ms};

  void add(Duration duration) {
    std::size_t bucket = 0;
    while (bucket < bounds.size() && duration > bounds[bucket]) ++bucket;
    ++counts_[bucket];
    ++count_;
    sum_ += duration;
    if (duration > greatest_) greatest_ = duration;
  }

  std::uint64_t count() const { return count_; }
  Duration sum() const { return sum_; }
  Duration greatest() const { return greatest_; }
  /// By bucket, the last for what is longer than every bound.
  const std::array<std::uint64_t, bounds.size() + 1>& counts() const { return counts_; }

  /// The bound at or below which this share of all lies; the greatest seen where that is beyond the bounds, 0 of none.
  Duration quantile(double share) const {
    if (count_ == 0) return Duration{0};
    const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(count_) + 0.5);
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < bounds.size(); ++bucket) {
      seen += counts_[bucket];
      if (seen >= wanted) return bounds[bucket];
    }
    return greatest_;
  }

 private:
  std::array<std::uint64_t, bounds.size() + 1> counts_{};
  std::uint64_t count_ = 0;
  Duration sum_{0}, greatest_{0};
};

}  // namespace twinline::live
