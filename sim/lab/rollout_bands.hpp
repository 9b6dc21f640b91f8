// Where KPIs lie by interval of the day, over replications of one policy: what a bridge expects to see of it.
#pragma once

#include <span>
#include <vector>

#include "reports/kpi/totals.hpp"
#include "reports/rollout/forecast.hpp"
#include "reports/rollout/terms.hpp"
#include "sim/lab/model.hpp"

namespace twinline::sim {

/// One band for each interval in which there were calls and each question whose KPI is given by interval, in that
/// order.
std::vector<rollout::Band> bands_of(const Model& model, std::span<const reports::ReplicationTotals> replications,
                                    std::span<const rollout::Question> questions);

/// The value below which that share of them lies, between neighbours by proportion; NaN of none.
double quantile_of(std::vector<double> values, double share);

}  // namespace twinline::sim
