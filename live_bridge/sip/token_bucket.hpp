// How many of something a second are let through: a bucket of one second's worth that fills steadily, so that a burst
// after a pause passes and a flood does not.
#pragma once

#include <algorithm>

#include "policies/contract/time.hpp"

namespace twinline::live::sip {

class TokenBucket {
 public:
  /// Full at the start. It holds at least one, however low the rate.
  explicit TokenBucket(double per_second) : per_second_(per_second), most_(std::max(per_second, 1.0)), level_(most_) {}

  /// Another rate from now on.
  void set_rate(double per_second) {
    per_second_ = per_second;
    most_ = std::max(per_second, 1.0);
  }

  /// Takes one if there is one.
  bool take(Time now) {
    if (now > last_) level_ = std::min(most_, level_ + in_seconds(now - last_) * per_second_);
    last_ = std::max(last_, now);
    if (level_ < 1) return false;
    level_ -= 1;
    return true;
  }

 private:
  double per_second_;
  double most_;
  double level_;
  Time last_;
};

}  // namespace twinline::live::sip
