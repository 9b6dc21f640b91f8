// Forecasts of rollouts as files, schema "twinline.rollout/1": written by `twinline rollout --json`, read by whoever
// holds a manifest that carries one.
#pragma once

#include <string>
#include <string_view>

#include "reports/rollout/forecast.hpp"

namespace twinline::rollout {

std::string to_json(const RolloutForecast& forecast);

/// `file` is what errors call it. Throws reports::JsonReadError.
RolloutForecast forecast_from_json(std::string_view text, const std::string& file);

/// "call", "queue", "block"; "longest_waiting", "drawn"; "negligible", "biased", "undecided".
std::string_view name_of(SplitBy by);
std::string_view name_of(FreedAgent freed_agent);
std::string_view name_of(Bias bias);

}  // namespace twinline::rollout
