// How a rollout stands, as JSON for ctl, the page and programs (schema "twinline.rollout_status/1"), and in lines for
// people. Nothing of it names a caller.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "live_bridge/rollout/rollout.hpp"

namespace twinline::live::rollout {

nlohmann::ordered_json status_json(const Rollout& rollout);

std::vector<std::string> status_lines(const Rollout& rollout);

}  // namespace twinline::live::rollout
