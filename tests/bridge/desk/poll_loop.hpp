// The loop that owns the calls, made of nothing but poll(): what the desk is tested against in the place of the SIP
// stack's.
#pragma once

#include <map>

#include "live_bridge/wall/event_loop.hpp"

namespace twinline::live::desk_test {

class PollLoop final : public EventLoop {
 public:
  void watch(int file, Ready ready) override;
  void unwatch(int file) override;
  void run() override;
  void stop() override { stopping_ = true; }

  /// Waits once, and calls whoever can read.
  void turn(int milliseconds);

 private:
  std::map<int, Ready> watchers_;
  bool stopping_ = false;
};

}  // namespace twinline::live::desk_test
