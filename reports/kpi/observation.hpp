// One number of one replication: what a selection among many systems observes. Beware of the estimand: the mean of such
// numbers is a mean over replications of each one's own share or quantile, where estimates.hpp pools calls over
// replications. A quiet day counts as much as a busy one here.
#pragma once

#include "policies/contract/centre.hpp"
#include "reports/kpi/grid.hpp"
#include "reports/kpi/kpis.hpp"
#include "reports/kpi/totals.hpp"

namespace twinline::reports {

/// The least detail in which a KPI can be observed.
Detail detail_for(const Kpi& kpi);

/// The KPI's value in the KPI's unit; NaN where there was nothing to observe, as the wait of answered calls where none
/// was answered.
double observed(const NamedKpi& kpi, const Centre& centre, const IntervalGrid& grid, const ReplicationTotals& totals);

}  // namespace twinline::reports
