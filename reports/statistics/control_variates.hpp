// Control variates: an estimate is corrected by what is known of its observations. If more calls came than were to be
// expected, and days with more calls have longer waits, then the mean wait is corrected downwards. How strongly a
// quantity counts is estimated from the same observations by least squares, which costs a degree of freedom for each
// (Lavenberg and Welch, Management Science 27, 1981). What quantities there are is the business of whoever draws them.
#pragma once

#include <span>
#include <vector>

#include "reports/statistics/replication_estimates.hpp"
#include "reports/statistics/sample_estimate.hpp"

namespace twinline::statistics {

/// Quantities of known expectation: one column each, what was observed less what was to be expected, by observation.
using Controls = std::vector<std::vector<double>>;

/// The intercept of the regression of the values on the controls, with its variance and n - 1 - q degrees of freedom
/// for q controls. A control that hardly varies, or that follows from those before it, is left out. Below five
/// observations for each control, and five more, nothing is corrected.
SampleEstimate controlled_mean(std::span<const double> values, const Controls& controls);

/// One value for each observation, with the ratio as their mean and their spread as its uncertainty: the ratio's
/// linear approximation. NaN when the denominators sum to zero.
std::vector<double> linearised(const Ratio& ratio);

}  // namespace twinline::statistics
