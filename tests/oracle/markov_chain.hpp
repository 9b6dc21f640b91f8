// Continuous-time Markov chains as sparse matrices: where one is after a while (uniformisation, Jensen 1953), where it
// spends its time, and where it is in the long run. What the states mean is centre_chain.hpp's business. Results are
// good to about 1e-12; libm is welcome here, for nothing of this reaches a simulation.
#pragma once

#include <Eigen/SparseCore>

namespace twinline::oracle {

/// One number for each state: probabilities, or an expected number of calls.
using Measure = Eigen::VectorXd;

/// Entry (from, to) is a rate per second. Rows need not sum to zero: what a row lacks leaves the chain, and what it has
/// too much is added to it, as the calls are that enter a line while the centre goes on.
using Rates = Eigen::SparseMatrix<double>;

struct Evolution {
  Measure at_end;
  Measure time;  ///< in each state: the measure's integral over the stretch, in seconds
};

/// What becomes of a measure in so many seconds.
Evolution evolve(const Rates& rates, const Measure& start, double seconds);

/// The time that a measure spends in each state until all of it has left the chain, as sooner or later it must.
Measure time_until_gone(const Rates& rates, const Measure& start);

/// Long-run probabilities of an irreducible chain whose rows sum to zero.
Measure steady_state(const Rates& rates);

}  // namespace twinline::oracle
