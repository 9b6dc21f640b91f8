// From the totals of replications to the numbers of a report: every KPI in every place where it makes sense,
// with its interval and its n. Replications are the observations and come in order of their index, so the
// results are the same bytes whoever computed them. The statistics themselves are reports/statistics; what two
// arms differ by is differences.hpp.
#pragma once

#include <span>
#include <vector>

#include "policies/contract/centre.hpp"
#include "reports/kpi/grid.hpp"
#include "reports/kpi/kpis.hpp"
#include "reports/kpi/place.hpp"
#include "reports/kpi/reduced_estimates.hpp"
#include "reports/kpi/results.hpp"
#include "reports/kpi/totals.hpp"
#include "reports/statistics/interval.hpp"

namespace twinline::reports {

/// One KPI in one place, over all replications of the sample, where it is given (sample.hpp).
statistics::Interval estimate_of(const Kpi& kpi, const PlaceSample& sample, const Sampling& sampling = {});

/// Estimates of all KPIs, in the order of places_of() and in each place in that of kpi_table(). Intervals follow the
/// detail of the replications. An interval in which no replication has a call or an agent is left out, and of a part of
/// the infrastructure one in which it was neither busy nor down.
/// Throws std::invalid_argument when the replications differ in detail.
std::vector<Estimate> estimates(const Centre& centre, const IntervalGrid& grid,
                                std::span<const ReplicationTotals> replications, const Sampling& sampling = {},
                                KpiScope scope = {});

}  // namespace twinline::reports
