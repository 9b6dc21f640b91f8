// What the ACD and the switchboard know, laid out for people to see at their desks.
#pragma once

#include "live_bridge/desk/desk.hpp"
#include "live_bridge/world/queue_tally.hpp"
#include "live_bridge/world/switchboard.hpp"
#include "policies/contract/view.hpp"

namespace twinline::live {

desk::Board painted_board(Time now, const View& view, Switchboard& switchboard, const QueueTally& tally);

}  // namespace twinline::live
