#include "reports/statistics/split_effect.hpp"

#include <cmath>

#include "reports/statistics/undefined.hpp"

namespace twinline::statistics {

void SplitEffect::add(RatioPart call, bool is_candidates, double share) {
  const double weight = std::sqrt(share * (1 - share));
  // Nothing predicts the first call, and whatever is taken off must be known before Z is.
  const double ratio = denominators_ > 0 ? numerators_ / denominators_ : 0;
  const double residual = call.numerator - ratio * call.denominator;
  const double score = residual * ((is_candidates ? 1 : 0) - share) / weight;
  ++(is_candidates ? candidates_ : incumbents_);
  numerators_ += call.numerator;
  denominators_ += call.denominator;
  weights_ += weight;
  const double before = score - mean_;
  mean_ += before / static_cast<double>(n());
  squares_ += before * (score - mean_);
}

SampleEstimate SplitEffect::difference() const {
  const auto calls = static_cast<double>(n());
  if (n() == 0 || denominators_ == 0) return {undefined, undefined, n(), 0};
  const double unit = weights_ / calls * (denominators_ / calls);
  const double degrees = calls - 1;
  if (n() < 2) return {mean_ / unit, undefined, n(), degrees};
  return {mean_ / unit, squares_ / degrees / calls / (unit * unit), n(), degrees};
}

}  // namespace twinline::statistics
