// Numbers and text of the data that charts are drawn from. Private to the page's sections.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace twinline::reports {

using Json = nlohmann::ordered_json;

/// A value for a chart: six decimals, which is more than it resolves and keeps the page small; null when not
/// finite.
Json charted(double value);

/// Compact text; bytes that are not UTF-8 become U+FFFD.
std::string json_text(const Json& json);

}  // namespace twinline::reports
