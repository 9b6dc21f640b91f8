// The KPIs of what customers think and do, what that is worth and what it costs, in the same table as all others
// (kpis.hpp). Given only where a scenario has customers, in total and mostly by the call type that a matter began as.
#pragma once

#include <span>

#include "reports/kpi/kpis.hpp"

namespace twinline::reports {

/// In the order of reports.
std::span<const Kpi> customer_kpis();

bool is_of_customers(const Kpi& kpi);

}  // namespace twinline::reports
