// What a formula expects of a day: each reporting interval as if it were an Erlang A centre in its steady state, all
// agents of one kind. As a forecast it is crude; as a control variate it need only rise and fall with the truth, and
// its expectation over the days' busyness be known exactly. It is that.
#pragma once

#include <cstddef>
#include <vector>

#include "scenarios/schema/scenario.hpp"

namespace twinline::sim {

/// Mean wait in Erlang A, in seconds, by its birth-death equations; rates per second, times in seconds. With an
/// infinite patience and too few agents the wait is that of the longest line looked at.
double erlang_a_mean_wait(double arrival_rate, double service_time, double patience, unsigned agents);

class ErlangPrediction {
 public:
  explicit ErlangPrediction(const scenarios::Scenario& scenario);

  /// Seconds that all callers of the day wait together when it is so many times as busy as usual.
  double waiting(std::size_t day, double busyness) const;

  /// The same, averaged over the busyness that the scenario's days share.
  double expected_waiting(std::size_t day) const { return expected_[day]; }

 private:
  struct Interval {
    double calls = 0, seconds = 0;
    unsigned agents = 0;
  };

  double service_time_ = 0, patience_ = 0;  ///< over all call types
  std::vector<std::vector<Interval>> days_;
  std::vector<double> expected_;
};

}  // namespace twinline::sim
