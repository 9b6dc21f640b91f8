// What to make of a forecast: which way of dealing out calls tells the truth in this centre.
#pragma once

#include <string>

#include "reports/rollout/forecast.hpp"

namespace twinline::rollout {

/// "by call, a freed agent goes by the call that has waited longest"
std::string design_text(SplitBy by, FreedAgent freed_agent);

/// A sentence or two. A design is called unbiased when its bias is negligible in every KPI that was asked about.
std::string advice(const RolloutForecast& forecast);

}  // namespace twinline::rollout
