// A canary that goes on at the desk: a real rollout::Rollout with a signed manifest, and made-up calls of both arms
// that are over. Its steps put nothing in force.
#pragma once

#include <filesystem>

#include "live_bridge/desk/desk.hpp"
#include "live_bridge/rollout/office.hpp"
#include "live_bridge/rollout/rollout.hpp"
#include "live_bridge/wall/clock.hpp"
#include "live_bridge/wall/event_loop.hpp"
#include "policies/contract/centre.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::desk_test {

class MadeUpRollout {
 public:
  /// Keeps its state and trail in this folder. Throws std::runtime_error where there is something against the canary.
  MadeUpRollout(EventLoop& loop, const std::filesystem::path& folder);

  /// On a thread of the desk's, as the bridge does.
  desk::ErrandReply answer(const desk::RolloutRequest& request, const desk::RunOnLoop& on_loop) const;

 private:
  void take(const rollout::Step& step);

  Centre centre_;
  scenarios::RolloutSettings settings_;
  Clock clock_;
  rollout::Rollout rollout_;
  rollout::Office office_;
};

}  // namespace twinline::live::desk_test
