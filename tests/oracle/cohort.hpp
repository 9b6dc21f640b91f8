// The calls of one type that came in some stretch of time, as expected numbers: how many, how long they waited, what
// became of them. Valid where the rates that a waiting call sees stay the same for as long as it waits: in a steady
// state, and in a centre of a single call type, where whoever comes later stands behind.
#pragma once

#include "tests/oracle/markov_chain.hpp"

namespace twinline::oracle {

class Cohort {
 public:
  struct Arrived {
    double offered = 0;
    double balked = 0;
    Measure waiting;  ///< those who began to wait, by the state of their TaggedChain
  };

  /// `rates` are the tagged chain's. Patience in seconds, `for_ever` where nobody gives up.
  Cohort(Arrived arrived, Rates rates, double patience);

  double offered() const { return arrived_.offered; }
  double delayed() const { return arrived_.waiting.sum(); }
  double abandoned() const;
  double answered() const { return offered() - abandoned(); }
  /// Seconds that all of them waited together, and those of them who were answered.
  double wait() const { return wait_; }
  double wait_of_answered() const;
  /// How many waited longer than this, whatever became of them; how many were answered within it.
  double waited_longer(double seconds) const;
  double answered_within(double seconds) const;
  /// The wait that this share did not exceed; 0 where so many did not wait at all.
  double wait_quantile(double share) const;

  /// Both together.
  Cohort& operator+=(const Cohort& other);

 private:
  Arrived arrived_;
  Rates rates_;
  double patience_;
  double wait_ = 0, wait_of_those_who_gave_up_ = 0;
};

}  // namespace twinline::oracle
