// One KPI's difference between two arms in one place, estimated by one method: bounds at any level, a p-value where the
// method has one, and what pairing and variance reduction gained.
#pragma once

#include <optional>

#include "reports/kpi/differences.hpp"
#include "reports/kpi/place.hpp"
#include "reports/kpi/reduced_estimates.hpp"
#include "reports/statistics/bootstrap.hpp"
#include "reports/statistics/sample_estimate.hpp"

namespace twinline::reports {

class DifferenceEstimate {
 public:
  /// `kpi` must be given for both samples, which are of the same kind of place. Throws std::invalid_argument where
  /// samples that are not plain are to be estimated by another method than t.
  DifferenceEstimate(const Kpi& kpi, const Place& place, SampledArm a, SampledArm b, const ComparisonTerms& terms);

  Method method() const { return method_; }
  double estimate() const { return sample_.estimate; }
  std::uint64_t n() const { return sample_.n; }

  statistics::Bounds bounds(statistics::Sides sides, double alpha) const;

  /// Nothing for the bootstrap, and where there are too few replications.
  std::optional<double> p_value(statistics::Sides sides) const;

  /// Variance of the difference of as many plain replications of independent arms, over that attained by pairing and
  /// variance reduction. Nothing where there is neither, for intervals of the day, and where no variance is left.
  std::optional<double> variance_ratio() const { return variance_ratio_; }

 private:
  Method method_;
  statistics::SampleEstimate sample_;
  std::optional<statistics::BootstrapDifference> bootstrap_;
  std::optional<double> variance_ratio_;
};

}  // namespace twinline::reports
