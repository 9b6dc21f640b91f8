// A forecast of a partial rollout as a person wants to see it. Programs read reports/rollout/forecast_json.hpp.
#pragma once

#include <string>

#include "reports/render/terminal.hpp"
#include "reports/rollout/forecast.hpp"

namespace twinline::reports {

std::string terminal_table(const rollout::RolloutForecast& forecast, const TerminalStyle& style);

}  // namespace twinline::reports
