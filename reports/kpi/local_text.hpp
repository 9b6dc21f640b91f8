// What the clock on the wall shows at an instant of a local day.
#pragma once

#include <string>

#include "policies/contract/time.hpp"
#include "reports/kpi/grid.hpp"

namespace twinline::reports {

/// "2026-11-22 08:15:00.250". The day must hold the instant.
std::string local_text(const GridDay& day, Time at);

}  // namespace twinline::reports
