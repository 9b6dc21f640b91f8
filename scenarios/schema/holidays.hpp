// Holidays from an iCalendar file: the days of its all-day events, and nothing else of the format.
#pragma once

#include <string>
#include <vector>

#include "scenarios/schema/diagnostics.hpp"

namespace twinline::scenarios {

/// Every day from DTSTART up to, not including, DTEND of each VEVENT whose DTSTART is a date (RFC
/// 5545, 3.6.1). Events that repeat by rule are reported, for reading only their first day would be wrong;
/// events with a time of day are warned of and left out.
std::vector<std::string> all_day_events(const std::string& text, const std::string& file, Problems& problems);

}  // namespace twinline::scenarios
