// The story of a call as the terminal shows it; for programs it is written by reports/explain/story_json.
#pragma once

#include <string>

#include "reports/explain/call_story.hpp"
#include "reports/render/terminal.hpp"

namespace twinline::reports {

/// Its life line by line, then each decision: what was known, who was weighed, what was decided and why. Where many
/// decisions only passed the call over, those in the middle are left out and counted.
std::string terminal_text(const CallStory& story, const TerminalStyle& style);

}  // namespace twinline::reports
