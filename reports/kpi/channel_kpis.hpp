// The KPIs of contacts that are no telephone calls, in the same table as all others (kpis.hpp). Given only of a centre
// that has such contacts (has_channels), in total and by call type.
#pragma once

#include <span>

#include "reports/kpi/kpis.hpp"

namespace twinline::reports {

/// In the order of reports.
std::span<const Kpi> channel_kpis();

bool is_of_channels(const Kpi& kpi);

}  // namespace twinline::reports
