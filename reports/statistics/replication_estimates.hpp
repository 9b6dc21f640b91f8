// Means and ratios over replications, and what two arms differ by. Every vector holds one value per
// replication in order of index, and is summed in that order, so that however many workers computed the
// values the result is the same bits. A share or a mean per call is a ratio of sums over replications
// (answered calls of all replications over offered calls of all), not a mean of ratios: an empty replication
// then counts for nothing instead of dividing by zero. Differences are always b minus a. Quantiles are in
// quantile_estimates.hpp; how sure a difference is, in t_interval.hpp and t_mixture.hpp; words for it in
// kpi/verdict.hpp.
#pragma once

#include <span>
#include <vector>

#include "reports/statistics/interval.hpp"
#include "reports/statistics/sample_estimate.hpp"

namespace twinline::statistics {

/// Numerators and denominators of a ratio of sums, one of each per replication.
struct Ratio {
  std::span<const double> numerators;
  std::span<const double> denominators;
};

/// The mean, with Student's t on n - 1 degrees.
Interval mean_interval(std::span<const double> values, double confidence = usual_confidence);

/// Sum of numerators over sum of denominators; the variance by the delta method, from the residuals
/// numerator - ratio * denominator (Cochran, Sampling Techniques, 3rd ed., 6.4), with t on n - 1 degrees.
/// NaN when the denominators sum to zero.
Interval ratio_interval(const Ratio& ratio, double confidence = usual_confidence);

/// What mean_interval() and ratio_interval() are made of.
SampleEstimate sample_mean(std::span<const double> values);
SampleEstimate sample_ratio(const Ratio& ratio);

/// Mean of b - a over replications that share their random numbers.
SampleEstimate paired_mean_difference(std::span<const double> a, std::span<const double> b);

/// Ratio of b minus ratio of a, the variance by a jackknife that leaves out one pair at a time. No variance when all
/// that was observed lies in a single pair.
SampleEstimate paired_ratio_difference(const Ratio& a, const Ratio& b);

/// Mean of b minus mean of a for arms that share nothing: Welch's t, degrees after Satterthwaite. The arms
/// may differ in their number of replications.
SampleEstimate independent_mean_difference(std::span<const double> a, std::span<const double> b);

/// Ratio of b minus ratio of a for arms that share nothing: the delta method in each arm, combined as Welch
/// does.
SampleEstimate independent_ratio_difference(const Ratio& a, const Ratio& b);

/// The ratio without each of its replications in turn; NaN where that leaves nothing.
std::vector<double> leave_one_out(const Ratio& ratio);

/// An estimate with the variance that its leave-one-out values give: (n - 1)/n * sum of squared deviations from their
/// mean. NaN below two values or when one of them is not finite.
SampleEstimate jackknife(double estimate, std::span<const double> leave_one_out);

/// Estimate of b minus that of a, with Welch's degrees of freedom.
SampleEstimate welch_difference(const SampleEstimate& a, const SampleEstimate& b);

}  // namespace twinline::statistics
