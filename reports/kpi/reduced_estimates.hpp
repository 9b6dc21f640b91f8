// Estimates where replications are tied together in blocks, or corrected by control variates: a block is an
// observation, and every estimand is brought to one value for each, so that one regression serves all. Without either,
// the plain statistics are exact and stay in force (estimates.hpp, difference_estimate.hpp).
#pragma once

#include <cstddef>
#include <optional>

#include "reports/kpi/kpis.hpp"
#include "reports/kpi/place.hpp"
#include "reports/statistics/control_variates.hpp"
#include "reports/statistics/sample_estimate.hpp"

namespace twinline::reports {

/// How replications were drawn and what is known of them.
struct Sampling {
  std::size_t block = 1;          ///< replications that are drawn together
  statistics::Controls controls;  ///< by block

  bool is_plain() const { return block == 1 && controls.empty(); }
};

/// A KPI in one place. `sample` has whole blocks. The variance has as many degrees of freedom as the blocks leave.
statistics::SampleEstimate reduced_estimate(const Kpi& kpi, const PlaceSample& sample, const Sampling& sampling);

/// One arm in one place.
struct SampledArm {
  const PlaceSample* sample = nullptr;
  const Sampling* sampling = nullptr;
};

/// b minus a, of arms that were drawn in the same way; the controls of both correct the difference of pairs.
statistics::SampleEstimate reduced_difference(const Kpi& kpi, SampledArm a, SampledArm b, bool paired);

/// How many times as many replications would be needed without: the variance of as many independent replications over
/// the one attained. Nothing where either is unknown.
std::optional<double> gain_of(const Kpi& kpi, const PlaceSample& sample, const Sampling& sampling);

}  // namespace twinline::reports
