// The instants at which worlds begin, as a journal's header has them: ISO 8601 with an offset.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "policies/contract/time.hpp"

namespace twinline::journal {

using UtcTime = std::chrono::sys_time<Duration>;

/// Reads "2026-11-22T08:15:00.25+01:00" or "…Z"; the fraction may be missing. Throws std::invalid_argument, quoting the
/// text, where it is none.
UtcTime instant_of(std::string_view iso);

/// "2026-11-22T07:15:00.250000000Z": always of the same length, so that the order as text is the order in time.
std::string text_of(UtcTime instant);

}  // namespace twinline::journal
