// Estimates from long runs of a centre in its steady state: the beginning is deleted, the rest is cut into batches, and
// the batches are the observations. The pieces that a run is put together from are its reporting intervals, so the
// deletion and the batches are whole numbers of them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "policies/contract/centre.hpp"
#include "reports/kpi/grid.hpp"
#include "reports/kpi/results.hpp"
#include "reports/kpi/totals.hpp"

namespace twinline::reports {

struct SteadyStateEstimates {
  std::vector<Estimate> estimates;  ///< in total and by queue, where an interval of a queue has the figure
  SteadyStateReport report;
};

/// Each run is cut into so many batches; where there are several runs, all begin to count where the last of them has
/// warmed up. Counts are per reporting interval. Needs runs in full detail on a grid that is not folded. A run that is
/// too short to be cut has estimates without intervals, and a warning.
SteadyStateEstimates steady_state_estimates(const Centre& centre, const IntervalGrid& grid,
                                            std::span<const ReplicationTotals> runs, std::uint32_t batches);

}  // namespace twinline::reports
