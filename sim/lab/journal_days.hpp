// The calendar of a journal's site, worked out from its header: which local days it covers, and what the clock on the
// wall showed at an instant.
#pragma once

#include <string>
#include <vector>

#include "reports/journal/header.hpp"
#include "reports/kpi/grid.hpp"

namespace twinline::sim {

/// The local days from the one on which the world began to the one that holds `until`. Throws std::invalid_argument for
/// a header that does not say when it began.
std::vector<reports::GridDay> local_days(const journal::Header& header, Time until);

/// "2026-11-22 08:15:00.250" on one of these days; empty outside of them.
std::string local_text(const std::vector<reports::GridDay>& days, Time at);

}  // namespace twinline::sim
