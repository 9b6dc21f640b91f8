// Telephone numbers and names as they go into and come out of SIP headers. What comes from outside may hold anything;
// what goes into a header has been made harmless here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/schema/bridge.hpp"

namespace twinline::live::sip {

/// The number without visual separators and parameters ("+41 44-123;phone-context=…" is "+4144123"), then rewritten by
/// the first rule whose prefix it has.
std::string normalised(std::string_view number, const std::vector<scenarios::NumberRule>& rules);

/// As the user part of a SIP URI: what may not stand there is escaped (RFC 3261 §25.1).
std::string as_user(std::string_view text);

/// As a quoted string: quotes and backslashes escaped, control characters left out.
std::string as_quoted(std::string_view text);

/// From a URI's user part: escapes resolved.
std::string unescaped(std::string_view user);

/// Whether the number stands for a caller who does not want to be known ("anonymous", "unavailable", nothing).
bool is_withheld(std::string_view user);

}  // namespace twinline::live::sip
