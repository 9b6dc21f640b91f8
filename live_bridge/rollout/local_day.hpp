// Which local day an instant of the world lies in, for KPIs by time of day. Nothing is decided by it about a call.
#pragma once

#include <string>

#include "live_bridge/wall/utc.hpp"
#include "policies/contract/time.hpp"
#include "reports/kpi/grid.hpp"

namespace twinline::live::rollout {

/// In the time zone of this name, the world having started at that instant.
reports::GridDay local_day(const std::string& time_zone, UtcTime world_start, Time at);

}  // namespace twinline::live::rollout
