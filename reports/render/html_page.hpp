// A report page around its sections: head, style, script, and a policy that lets the page ask nobody for anything.
#pragma once

#include <string>

namespace twinline::reports {

/// `title` and `subtitle` are text, `sections` is HTML.
std::string page(const std::string& title, const std::string& subtitle, const std::string& sections);

}  // namespace twinline::reports
