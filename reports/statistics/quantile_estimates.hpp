// Quantiles over replications: of the pooled distribution, all durations of all replications in one heap. Pooling
// answers the question that is asked ("what did nine callers in ten wait at most?"); a mean of quantiles answers none.
//
// How sure a quantile is follows from a share, as Woodruff has it (1952, "Confidence intervals for medians and other
// position measures", Journal of the American Statistical Association 47). The share of durations that do not exceed
// the estimate is a ratio of sums over replications, whose uncertainty is known; the slope of the pool's quantiles at p
// makes durations of it. So each replication has a value of its own, whose mean is the quantile, and everything that
// holds of means holds of quantiles: pairs are differences of values, controls correct them.
//
// The slope is taken over a stretch of shares on both sides of p, of the length that makes t intervals of a quantile
// cover best (Hall and Sheather 1988, "On the distribution of a studentized quantile", Journal of the Royal Statistical
// Society B 50). Leaving out one replication at a time would be no substitute: the jackknife's variance of a quantile
// does not converge (Efron 1979, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7).
#pragma once

#include <span>
#include <vector>

#include "reports/statistics/interval.hpp"
#include "reports/statistics/log_linear_histogram.hpp"
#include "reports/statistics/sample_estimate.hpp"

namespace twinline::statistics {

/// The p-quantile in seconds, by the convention of quantile_within(), with t on n - 1 degrees. NaN when
/// nothing was counted; no half-width when all that was counted lies in one replication. p lies in (0, 1).
Interval pooled_quantile_interval(std::span<const SparseHistogram> replications, double p,
                                  double confidence = usual_confidence);

/// What pooled_quantile_interval() is made of.
SampleEstimate pooled_quantile(std::span<const SparseHistogram> replications, double p);

/// Quantile of b minus quantile of a over replications that share their random numbers.
SampleEstimate paired_quantile_difference(std::span<const SparseHistogram> a, std::span<const SparseHistogram> b,
                                          double p);

/// Quantile of b minus quantile of a for arms that share nothing, combined as Welch does.
SampleEstimate independent_quantile_difference(std::span<const SparseHistogram> a, std::span<const SparseHistogram> b,
                                               double p);

/// One value for each replication, with the quantile as their mean and their spread as its uncertainty. All are NaN
/// where nothing was counted, or all that was counted lies in one replication of several.
std::vector<double> linearised_quantile(std::span<const SparseHistogram> replications, double p);

}  // namespace twinline::statistics
