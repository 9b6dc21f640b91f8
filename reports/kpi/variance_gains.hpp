// What variance reduction brought, KPI by KPI: measured on the same replications, by the variance that as many
// replications without it would have had. What it brought a comparison stands with each difference.
#pragma once

#include <span>
#include <vector>

#include "policies/contract/centre.hpp"
#include "reports/kpi/grid.hpp"
#include "reports/kpi/reduced_estimates.hpp"
#include "reports/kpi/results.hpp"
#include "reports/kpi/totals.hpp"

namespace twinline::reports {

/// Of all KPIs in total that vary.
std::vector<VarianceGain> variance_gains(const Centre& centre, const IntervalGrid& grid,
                                         std::span<const ReplicationTotals> replications, const Sampling& sampling);

}  // namespace twinline::reports
