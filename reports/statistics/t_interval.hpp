// Student's t for an estimate from a number of replications that was fixed beforehand. Whoever looks at the figures and
// then decides whether to go on must not use it: repeated looks at 5 % find a difference where there is none far more
// often than in one experiment of twenty (docs/validation.md has the figure). That is what t_mixture.hpp is for.
#pragma once

#include "reports/statistics/interval.hpp"
#include "reports/statistics/sample_estimate.hpp"

namespace twinline::statistics {

/// The estimate with its two-sided interval; no half-width below two replications or without a finite variance.
Interval t_interval(const SampleEstimate& sample, double confidence = usual_confidence);

/// Bounds that miss the truth with probability alpha.
Bounds t_bounds(const SampleEstimate& sample, Sides sides, double alpha);

/// The smallest alpha at which the bounds exclude zero; NaN where there are no bounds. Without any variance it is 1 for
/// an estimate of zero and 0 for any other on the side that was asked for.
double t_p_value(const SampleEstimate& sample, Sides sides);

}  // namespace twinline::statistics
