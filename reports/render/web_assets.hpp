// The page's style sheet and chart script, embedded in the binary when it was built (reports/web). Built
// without Node, the script is empty and pages are plain tables.
#pragma once

#include <string_view>

namespace twinline::reports {

std::string_view style_sheet();
std::string_view chart_script();

}  // namespace twinline::reports
