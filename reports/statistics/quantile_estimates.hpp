// Quantiles over replications: of the pooled distribution, all durations of all replications in one heap,
// with the uncertainty from a jackknife that leaves out one replication at a time. Pooling answers the
// question that is asked
// ("what did nine callers in ten wait at most?"); a mean of quantiles answers none. The pool is summed once
// and each leave-one-out quantile found by a search over cumulative counts, so the work is linear in the bins
// held.
#pragma once

#include <span>
#include <vector>

#include "reports/statistics/interval.hpp"
#include "reports/statistics/log_linear_histogram.hpp"
#include "reports/statistics/sample_estimate.hpp"

namespace twinline::statistics {

/// The p-quantile in seconds, by the convention of quantile_within(), with t on n - 1 degrees. NaN when
/// nothing was counted; no half-width when all that was counted lies in one replication. p lies in (0, 1].
Interval pooled_quantile_interval(std::span<const SparseHistogram> replications, double p,
                                  double confidence = usual_confidence);

/// The quantile of the pool without each of the replications in turn; NaN where nothing is left.
std::vector<double> quantiles_without_each(std::span<const SparseHistogram> replications, double p);

/// Quantile of b minus quantile of a, leaving out one pair of replications at a time.
SampleEstimate paired_quantile_difference(std::span<const SparseHistogram> a, std::span<const SparseHistogram> b,
                                          double p);

/// Quantile of b minus quantile of a for arms that share nothing: a jackknife in each, combined as Welch
/// does.
SampleEstimate independent_quantile_difference(std::span<const SparseHistogram> a, std::span<const SparseHistogram> b,
                                               double p);

/// What pooled_quantile_interval() is made of.
SampleEstimate pooled_quantile(std::span<const SparseHistogram> replications, double p);

}  // namespace twinline::statistics
