// Quantities as people write them, "30 s", "5 min", "15 %", read and written without loss. Used for policy parameters
// and scenarios alike, so that both accept the same words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "policies/contract/time.hpp"

namespace twinline {

/// "250 ms", "30 s", "5 min", "1.5 h", "1 day", "2 weeks"; the space may be missing. Nothing for anything else, a
/// number without unit included, except a plain 0.
std::optional<Duration> parse_duration(std::string_view text);

/// The shortest of these forms that reads back as the same duration.
std::string to_text(Duration duration);

/// "15 %" is 0.15; a plain number is taken as it is.
std::optional<double> parse_share(std::string_view text);

/// A finite decimal number and nothing else.
std::optional<double> parse_number(std::string_view text);

/// The shortest decimal that reads back as the same number.
std::string to_text(double number);

}  // namespace twinline
