// What a monitoring system scrapes: queues, agents and lines as the ACD sees them, how long decisions take, and how SIP
// and media are doing. No label names a caller, a number or an agent.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "live_bridge/rollout/rollout.hpp"
#include "live_bridge/services/statistics.hpp"
#include "live_bridge/wall/timers.hpp"
#include "live_bridge/world/decision_loop.hpp"
#include "live_bridge/world/switchboard.hpp"
#include "policies/contract/view.hpp"

namespace twinline::live {

/// Prometheus' text format, version 0.0.4. Takes the greatest lateness of the timers since the last call.
std::string metrics_text(const View& view, const Switchboard& switchboard, const DecisionLoop& decisions,
                         const rollout::Rollout& rollout, const std::vector<services::SourceStatistics>& sources,
                         Timers& timers, std::uint64_t heap_bytes);

}  // namespace twinline::live
