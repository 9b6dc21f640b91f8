// The words and sentences of a headroom, the same on the terminal and for programs.
#pragma once

#include <string>
#include <string_view>

#include "reports/kpi/headroom_result.hpp"

namespace twinline::reports {

/// "people", "lines", "host", …
std::string_view kind_name(ResourceKind kind);

/// "agent group office", "lines of trunk primary", …
std::string resource_text(const Relief& relief);

/// "1.85"
std::string load_text(double load);

/// "Service level, queue main", "at least 80.0 %"
std::string target_title(const HeadroomTarget& target);
std::string limit_text(const HeadroomTarget& target);

/// How far the targets hold, and what breaks then.
std::string headroom_finding(const HeadroomResult& result);

/// What is short first, or that nothing alone is; empty where nothing broke.
std::string bottleneck_finding(const HeadroomResult& result);

}  // namespace twinline::reports
