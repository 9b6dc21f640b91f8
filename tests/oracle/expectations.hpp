// What a small centre comes to, exactly: over a finite horizon that begins empty, stretch by stretch, and in the steady
// state. Calls count in the stretch in which they came and are followed to their end, after the horizon too, as
// twinline books them (docs/kpis.md).
#pragma once

#include <vector>

#include "tests/oracle/centre_chain.hpp"
#include "tests/oracle/cohort.hpp"

namespace twinline::oracle {

/// Expected numbers of the calls of one type that came in one stretch.
struct Expected {
  double offered = 0;
  double delayed = 0;  ///< waited longer than 0
  double abandoned = 0;
  double wait = 0;  ///< seconds, of all together
};

class FiniteHorizon {
 public:
  /// Refers to the model, which must outlive it. All call types have the same number of stretches.
  explicit FiniteHorizon(const CentreModel& model);

  std::size_t stretches() const { return before_.size() - 1; }

  /// Of any centre: the waits of the calls are followed through all changes of the rates.
  Expected of_calls(std::size_t type, std::size_t stretch) const;

  /// Of a centre with a single call type, with the distribution of the waits. Throws std::logic_error elsewhere.
  Cohort cohort(std::size_t stretch) const;
  Cohort all_calls() const;

  /// From the end of the horizon until the last call has ended, in seconds.
  double run_out() const;

  /// Probability of a full line at the end of the stretch: what the limit of the lines leaves out.
  double probability_of_full_line(std::size_t stretch) const;

 private:
  std::vector<double> arrivals(std::size_t stretch) const;
  Cohort::Arrived arrived(const TaggedChain& tagged, std::size_t type, std::size_t stretch) const;

  CentreChain chain_;
  std::vector<Measure> before_;  ///< probabilities at the beginning of each stretch, and at the horizon's end
  std::vector<Measure> time_;    ///< in each state, by stretch
};

/// Shares and means of the calls of one type in a steady state.
struct LongRun {
  double blocked = 0;  ///< of all that come
  double delayed = 0;  ///< of those that are not blocked, like the rest
  double abandoned = 0;
  double mean_wait = 0;   ///< seconds
  double full_queue = 0;  ///< probability of a line as long as is looked at: how wrong the rest can be
};

/// Of a centre with constant rates (one stretch), lines that run short included.
LongRun long_run(const CentreModel& model, std::size_t type);

/// Calls of one type per second in the steady state of a centre with constant rates (one stretch).
Cohort steady_state_cohort(const CentreModel& model, std::size_t type);

}  // namespace twinline::oracle
