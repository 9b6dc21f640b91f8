// The KPIs of customers whom the centre calls, in the same table as all others (kpis.hpp). Given only where a scenario
// has callbacks or campaigns, in total and by call type.
#pragma once

#include <span>

#include "reports/kpi/kpis.hpp"

namespace twinline::reports {

/// In the order of reports.
std::span<const Kpi> outbound_kpis();

bool is_of_outbound(const Kpi& kpi);

}  // namespace twinline::reports
