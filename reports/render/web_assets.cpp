#include "reports/render/web_assets.hpp"

// Bounds of the two files, defined in the generated web_assets.S.
extern "C" {
extern const char twinline_style_begin[];
extern const char twinline_style_end[];
extern const char twinline_script_begin[];
extern const char twinline_script_end[];
}

namespace twinline::reports {

std::string_view style_sheet() { return {twinline_style_begin, twinline_style_end}; }

std::string_view chart_script() { return {twinline_script_begin, twinline_script_end}; }

}  // namespace twinline::reports
