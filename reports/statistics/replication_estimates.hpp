// Means and ratios over replications, and what two arms differ by. Every vector holds one value per
// replication in order of index, and is summed in that order, so that however many workers computed the
// values the result is the same bits. A share or a mean per call is a ratio of sums over replications
// (answered calls of all replications over offered calls of all), not a mean of ratios: an empty replication
// then counts for nothing instead of dividing by zero. Differences are always b minus a. Quantiles are in
// quantile_estimates.hpp; words for a difference in kpi/verdict.hpp.
#pragma once

#include <span>

#include "reports/statistics/interval.hpp"

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

/// Mean of b - a over replications that share their random numbers.
Interval paired_mean_difference(std::span<const double> a, std::span<const double> b,
                                double confidence = usual_confidence);

/// Ratio of b minus ratio of a, the variance by a jackknife that leaves out one pair at a time. No half-width
/// when all that was observed lies in a single pair.
Interval paired_ratio_difference(const Ratio& a, const Ratio& b, double confidence = usual_confidence);

/// Mean of b minus mean of a for arms that share nothing: Welch's t, degrees after Satterthwaite. The arms
/// may differ in their number of replications.
Interval independent_mean_difference(std::span<const double> a, std::span<const double> b,
                                     double confidence = usual_confidence);

/// Ratio of b minus ratio of a for arms that share nothing: the delta method in each arm, combined as Welch
/// does.
Interval independent_ratio_difference(const Ratio& a, const Ratio& b, double confidence = usual_confidence);

/// The estimate with the t interval that its leave-one-out values give: variance (n - 1)/n * sum of squared
/// deviations from their mean. No half-width below two values or when one of them is not finite.
Interval jackknife_interval(double estimate, std::span<const double> leave_one_out,
                            double confidence = usual_confidence);

/// The variance in jackknife_interval(); NaN where that gives no half-width.
double jackknife_variance(std::span<const double> leave_one_out);

/// What one sample says of its estimate; two of them make an independent difference.
struct SampleEstimate {
  double estimate = 0;
  double variance = 0;  ///< of the estimate; NaN where there is none
  std::uint64_t n = 0;
};

/// Estimate of b minus that of a, with Welch's degrees of freedom.
Interval welch_difference(const SampleEstimate& a, const SampleEstimate& b, double confidence = usual_confidence);

}  // namespace twinline::statistics
