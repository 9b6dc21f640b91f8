// The calendar of a site: how long each of its days is, and where the clock changes.
#pragma once

#include <string>
#include <vector>

#include "scenarios/schema/quantity.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::scenarios {

/// The names of the time zone database of this machine.
std::vector<std::string> zone_names();

/// Consecutive days of a zone, the world starting at the first one's midnight. Opening hours are left to the
/// caller. A midnight that the clock skips is the instant of the skip; one that comes twice is the first of
/// them.
std::vector<Day> calendar_days(const std::string& zone, const CalendarDate& first, std::size_t count);

}  // namespace twinline::scenarios
