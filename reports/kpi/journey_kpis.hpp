// The KPIs of customers' matters, in the same table as all others (kpis.hpp). Given only where a scenario says what
// follows a contact, in total and by the call type that a matter began as.
#pragma once

#include <span>

#include "reports/kpi/kpis.hpp"

namespace twinline::reports {

/// In the order of reports.
std::span<const Kpi> journey_kpis();

bool is_of_journeys(const Kpi& kpi);

}  // namespace twinline::reports
