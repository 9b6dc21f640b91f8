// The story of a call for programs, and for the desk's page.
#pragma once

#include <string>

#include "reports/explain/call_story.hpp"

namespace twinline::reports {

/// Schema "twinline.explain/1", with everything. Durations and times after the arrival are in seconds.
std::string to_json(const CallStory& story);

}  // namespace twinline::reports
