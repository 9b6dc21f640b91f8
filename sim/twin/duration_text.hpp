// How logs write durations, read to the millisecond.
#pragma once

#include <optional>
#include <string_view>

#include "scenarios/schema/column_map.hpp"
#include "sim/twin/call_record.hpp"

namespace twinline::twin {

/// A decimal number of the unit, or h:mm:ss or mm:ss; with a sign where there is one. Halves of a millisecond
/// round away from zero. Nothing when the text is no duration, or one beyond 300 years.
std::optional<Milliseconds> duration_from_text(std::string_view text, scenarios::DurationUnit unit);

/// What a message says is expected.
std::string_view expected_duration(scenarios::DurationUnit unit);

}  // namespace twinline::twin
