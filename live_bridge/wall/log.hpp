// What the bridge says of itself while it runs: lines on stderr, with time and level, for the service manager to keep.
// No number, name or word of a caller is ever logged. The logging library is seen by log.cpp alone.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace twinline::live {

enum class LogLevel : unsigned char { debug, info, warning, error };

/// Lines below this level are not written; info unless set.
void set_log_level(LogLevel level);

void log_line(LogLevel level, std::string_view line);

template <class... Values>
void log_info(fmt::format_string<Values...> text, Values&&... values) {
  log_line(LogLevel::info, fmt::format(text, std::forward<Values>(values)...));
}
template <class... Values>
void log_warning(fmt::format_string<Values...> text, Values&&... values) {
  log_line(LogLevel::warning, fmt::format(text, std::forward<Values>(values)...));
}
template <class... Values>
void log_error(fmt::format_string<Values...> text, Values&&... values) {
  log_line(LogLevel::error, fmt::format(text, std::forward<Values>(values)...));
}

}  // namespace twinline::live
