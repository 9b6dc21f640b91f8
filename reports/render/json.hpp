// Results as JSON, for other programs. The two schemas, "twinline.run/1" and "twinline.ab/1", are a contract:
// keys keep their order and meaning, equal results give equal bytes, and what is unknown is null rather than
// left out. Words for people are the business of terminal.hpp and html.hpp.
#pragma once

#include <string>

#include "reports/kpi/results.hpp"

namespace twinline::reports {

/// One JSON object with schema "twinline.run/1", indented, ending in a newline. Durations are in seconds,
/// shares between 0 and 1; a mean that is not finite and the half width of a single replication are null.
std::string to_json(const RunResult& result);

/// One JSON object with schema "twinline.ab/1", indented, ending in a newline. `mean` of a difference is b
/// minus a and the verdict speaks of b. Overlay values stand as the JSON values they are.
std::string to_json(const ComparisonResult& result);

}  // namespace twinline::reports
