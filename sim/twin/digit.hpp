// Digits as logs write them: ASCII, whatever the locale.
#pragma once

namespace twinline::twin {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace twinline::twin
