#include "reports/render/html_page.hpp"

#include <fmt/format.h>

#include "reports/render/html_text.hpp"
#include "reports/render/web_assets.hpp"

namespace twinline::reports {
namespace {

/// The policy forbids every request, so that a page can only be what it carries.
constexpr std::string_view security_policy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

}  // namespace

std::string page(const std::string& title, const std::string& subtitle, const std::string& sections) {
  const std::string script = chart_script().empty() ? "" : fmt::format("<script>{}</script>\n", chart_script());
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n"
      "<header><h1>{}</h1>\n<p>{}</p></header>\n{}</main>\n{}</body>\n</html>\n",
      security_policy, escaped(title), style_sheet(), escaped(title), escaped(subtitle), sections, script);
}

}  // namespace twinline::reports
