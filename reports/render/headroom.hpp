// A centre's headroom as it is shown: how much more load it bears, what breaks then, and what it runs short of first.
#pragma once

#include <string>

#include "reports/kpi/headroom_result.hpp"
#include "reports/render/terminal.hpp"

namespace twinline::reports {

std::string terminal_table(const HeadroomResult& result, const TerminalStyle& style);

/// Schema "twinline.headroom/1".
std::string to_json(const HeadroomResult& result);

}  // namespace twinline::reports
