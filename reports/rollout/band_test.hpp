// Whether a KPI leaves its bands more often than the forecast allows, however often one looks: a test martingale over
// days (Ville 1939; betting: Waudby-Smith and Ramdas 2024). Each day bets on its intervals: one outside its band pays
// q/p, one inside pays (1 − q)/(1 − p), where p is the chance of that under the forecast and q = 1/2 the alternative,
// that half of the intervals lie outside. What a day pays is the mean over its intervals, so that its expectation is at
// most 1 however much the intervals of a day hang together: a busy day may well be outside all day long. Days multiply.
// The stake is spread over all days on which a change may begin, 1/(d(d + 1)) on the d-th, so that quiet months do not
// use it up. Evidence of 1/alpha or more has a chance of at most alpha, ever, where days are independent and bands are
// what they are said to be.
#pragma once

#include <cstddef>
#include <cstdint>

namespace twinline::rollout {

/// The chance that a day's value lies outside a 95 % band from so many simulated days, if it is a day like those: the
/// band's ends are order statistics, or lie between two, of which the inner is taken. Above 5 % where they are few.
double chance_outside(std::uint64_t simulated_days);

class BandTest {
 public:
  /// Above this, half of the intervals outside is no evidence.
  static constexpr double alternative = 0.5;

  /// Requires 0 < chance < alternative.
  explicit BandTest(double chance) : chance_(chance) {}

  /// Ends the day before, and begins one with so many intervals, at least one. Intervals of which nothing is said until
  /// the next day begins pay nothing.
  void begin_day(std::size_t intervals);
  void outside() { paid_ += alternative / chance_; }
  void inside() { paid_ += (1 - alternative) / (1 - chance_); }
  void without_calls() { paid_ += 1; }

  /// 1 at first. Within a day, what the day has paid already.
  double evidence() const;

 private:
  double stake_of_day() const { return 1 / (days_ * (days_ + 1)); }
  double won() const { return days_ == 0 ? 0 : (won_before_ + stake_of_day()) * paid_ / intervals_; }

  double chance_;
  double days_ = 0;        ///< begun, this one included
  double intervals_ = 1;   ///< of this day
  double paid_ = 0;        ///< by the intervals of this day
  double won_before_ = 0;  ///< by the stakes of the days before, at the end of the last
};

}  // namespace twinline::rollout
