// A canary that goes on at the desk: a real rollout::Rollout with a signed manifest, and made-up calls of both arms
// that are over. Its steps put nothing in force, and its shadow has made up what it says.
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

  /// Another candidate is in its shadow, where nothing is going on.
  void begin_shadow();
  /// As the bridge does a few times a second.
  void tick();

  /// On a thread of the desk's, as the bridge does.
  desk::ErrandReply answer(const desk::RolloutRequest& request, const desk::RunOnLoop& on_loop) const;

  /// What the process of the shadow does: says one line, and ends with exit status 3.
  static int be_shadow();

 private:
  void take(const rollout::Step& step);

  Centre centre_;
  scenarios::RolloutSettings settings_;
  Clock clock_;
  rollout::Rollout rollout_;
  rollout::Office office_;
};

}  // namespace twinline::live::desk_test
