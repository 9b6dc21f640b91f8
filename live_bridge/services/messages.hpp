// The contract with services, as docs/services.md has it: what is asked, as JSON, and what a reply means. The bytes on
// the wire are http_client's business.
#pragma once

#include <string>

#include "live_bridge/services/source.hpp"
#include "scenarios/schema/look_up_source.hpp"

namespace twinline::live::services {

/// `left` is the time until the deadline.
std::string request_text(const scenarios::LookUpSource& source, const Question& question, Duration left);

/// What a service says with this HTTP status. Attributes that the source may not tell are passed over, as are values
/// that are neither whole numbers nor words of it.
Reply reply_of(int status, const std::string& body, const scenarios::LookUpSource& source);

}  // namespace twinline::live::services
