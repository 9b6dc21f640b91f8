// Instants as manifests write them: seconds of UTC, `2026-11-22T12:00:00Z`. Nobody here asks what time it is.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace twinline::manifest {

using Instant = std::chrono::sys_seconds;

/// `2026-11-22T12:00:00Z`, from 1970 to 2199, and nothing else.
std::optional<Instant> parse_instant(std::string_view text);

std::string to_text(Instant instant);

}  // namespace twinline::manifest
