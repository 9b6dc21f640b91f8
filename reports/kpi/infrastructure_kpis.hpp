// The KPIs of what calls run on, in the same table as all others (kpis.hpp). Given only where replications have an
// infrastructure.
#pragma once

#include <span>

#include "reports/kpi/kpis.hpp"

namespace twinline::reports {

/// In the order of reports.
std::span<const Kpi> infrastructure_kpis();

bool is_of_infrastructure(const Kpi& kpi);

}  // namespace twinline::reports
