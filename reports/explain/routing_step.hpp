// One occasion at which a routing policy was asked, put into words for the call that a story is about.
#pragma once

#include <optional>

#include "reports/explain/call_story.hpp"
#include "reports/replay/overheard.hpp"

namespace twinline::reports {

/// The step without number and local time, where the occasion is about this call, could have chosen it, or did.
std::optional<RoutingStep> routing_step(CallId call, const journal::Overheard& heard);

/// Whom the decisions give the call; none.
AgentIndex agent_given(CallId call, const std::vector<Decision>& decisions);

}  // namespace twinline::reports
