// The last durations of something, and what they say of one that still lasts: their empirical distribution.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "policies/contract/time.hpp"

namespace twinline {

class RecentDurations {
 public:
  static constexpr std::size_t most = 256;

  void add(Duration duration) {
    if (sorted_.size() == most) {
      sorted_.erase(std::lower_bound(sorted_.begin(), sorted_.end(), in_order_[next_]));
    }
    sorted_.insert(std::upper_bound(sorted_.begin(), sorted_.end(), duration), duration);
    in_order_[next_] = duration;
    next_ = (next_ + 1) % most;
    sum_ = Duration{0};
    for (const Duration known : sorted_) sum_ += known;
  }

  std::size_t size() const { return sorted_.size(); }
  /// 0 before the first.
  Duration mean() const { return sorted_.empty() ? Duration{0} : sum_ / static_cast<std::int64_t>(sorted_.size()); }

  /// Share of those that lasted longer.
  double share_above(Duration age) const {
    return sorted_.empty() ? 1 : static_cast<double>(above(age)) / static_cast<double>(sorted_.size());
  }

  /// The chance that one which has lasted so long ends within the time to come. One that has outlasted all is taken to
  /// end at the rate of the mean.
  double chance_of_end(Duration age, Duration to_come) const {
    if (sorted_.empty()) return 0;
    const std::size_t still = above(age);
    if (still > 0) return 1 - static_cast<double>(above(age + to_come)) / static_cast<double>(still);
    const Duration usual = mean();
    return to_come >= usual ? 1 : static_cast<double>(to_come.count()) / static_cast<double>(usual.count());
  }

 private:
  std::size_t above(Duration age) const {
    return static_cast<std::size_t>(sorted_.end() - std::upper_bound(sorted_.begin(), sorted_.end(), age));
  }

  std::vector<Duration> sorted_;
  std::array<Duration, most> in_order_{};
  std::size_t next_ = 0;
  Duration sum_{0};
};

}  // namespace twinline
