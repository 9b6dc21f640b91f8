// Maps whose keys are days: "mon-fri", "sat", "2026-12-24". A weekday or a date may stand in one key only.
#pragma once

#include <functional>

#include "scenarios/schema/document.hpp"
#include "scenarios/schema/quantity.hpp"

namespace twinline::scenarios {

/// True when at least one key names days.
bool has_day_keys(const Node& map);

/// Calls `take` for every key that names days, and reports a day that two keys name.
void for_each_day_key(const Node& map, Problems& problems,
                      const std::function<void(const DaySet&, const Entry&)>& take);

}  // namespace twinline::scenarios
