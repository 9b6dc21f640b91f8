// The queueing formulas of A. K. Erlang and C. Palm, as the laws' yardstick: what a centre of one queue and equal
// agents comes to in the steady state. Written from the birth-death equations, with the C library's functions and
// nothing of the simulator, so that the two can only agree by being right.
#pragma once

namespace twinline::laws {

/// One queue, Poisson calls, exponential service; rates per second, times in seconds.
struct Traffic {
  double arrival_rate = 0;
  double service_time = 0;
  unsigned agents = 0;

  double offered_load() const { return arrival_rate * service_time; }
};

/// In the steady state.
struct SteadyState {
  double probability_of_wait = 0;
  double probability_of_abandonment = 0;
  double mean_wait = 0;  ///< seconds, of all calls, zeros included
  double occupancy = 0;
  double service_level = 0;  ///< answered within the threshold, over all calls
};

/// Erlang B: the share of calls that find `lines` lines taken, by the recursion B(n) = aB(n−1) / (n + aB(n−1)).
double erlang_b(unsigned lines, double offered_load);

/// Erlang C: nobody gives up. Needs more agents than erlangs.
SteadyState erlang_c(const Traffic& traffic, double threshold);

/// Erlang A (Palm): callers give up after an exponential patience of mean `patience`.
SteadyState erlang_a(const Traffic& traffic, double patience, double threshold);

/// The rate of all attempts where the share `redials` of those who give up call again, so late that nothing reminds of
/// their first attempt: the fixed point λ' = λ + q λ' P(λ') with Erlang A's probability of giving up.
double rate_with_redials(const Traffic& first_attempts, double patience, double redials);

}  // namespace twinline::laws
