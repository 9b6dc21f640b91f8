#include "live_bridge/desk/page.hpp"

#include <algorithm>
#include <array>

// Bounds of the files, defined in the generated page.S.
#define TWINLINE_DESK_FILE(symbol)                    \
  extern const char twinline_desk_##symbol##_begin[]; \
  extern const char twinline_desk_##symbol##_end[];
extern "C" {
TWINLINE_DESK_FILE(index_html)
TWINLINE_DESK_FILE(desk_css)
TWINLINE_DESK_FILE(desk_js)
TWINLINE_DESK_FILE(api_js)
TWINLINE_DESK_FILE(elements_js)
TWINLINE_DESK_FILE(agent_view_js)
TWINLINE_DESK_FILE(explain_view_js)
TWINLINE_DESK_FILE(rollout_view_js)
TWINLINE_DESK_FILE(supervisor_view_js)
TWINLINE_DESK_FILE(icon_svg)
}
#undef TWINLINE_DESK_FILE

namespace twinline::live::desk {
namespace {

constexpr std::string_view html = "text/html; charset=utf-8";
constexpr std::string_view css = "text/css; charset=utf-8";
constexpr std::string_view script = "text/javascript; charset=utf-8";

const auto& page_files() {
  static const std::array<PageFile, 10> files{{
      {"/", html, {twinline_desk_index_html_begin, twinline_desk_index_html_end}},
      {"/desk.css", css, {twinline_desk_desk_css_begin, twinline_desk_desk_css_end}},
      {"/desk.js", script, {twinline_desk_desk_js_begin, twinline_desk_desk_js_end}},
      {"/api.js", script, {twinline_desk_api_js_begin, twinline_desk_api_js_end}},
      {"/elements.js", script, {twinline_desk_elements_js_begin, twinline_desk_elements_js_end}},
      {"/agent_view.js", script, {twinline_desk_agent_view_js_begin, twinline_desk_agent_view_js_end}},
      {"/explain_view.js", script, {twinline_desk_explain_view_js_begin, twinline_desk_explain_view_js_end}},
      {"/rollout_view.js", script, {twinline_desk_rollout_view_js_begin, twinline_desk_rollout_view_js_end}},
      {"/supervisor_view.js", script, {twinline_desk_supervisor_view_js_begin, twinline_desk_supervisor_view_js_end}},
      {"/icon.svg", "image/svg+xml", {twinline_desk_icon_svg_begin, twinline_desk_icon_svg_end}},
  }};
  return files;
}

}  // namespace

const PageFile* page_file(std::string_view path) {
  const auto& files = page_files();
  const auto file = std::find_if(files.begin(), files.end(), [&](const PageFile& f) { return f.path == path; });
  return file == files.end() ? nullptr : &*file;
}

}  // namespace twinline::live::desk
