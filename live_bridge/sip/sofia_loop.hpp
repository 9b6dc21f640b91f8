// The event loop of the thread that owns the calls: sofia-sip's own, because its transports and timers live there;
// every other file is watched beside them.
#pragma once

#include <map>
#include <memory>

#include "live_bridge/sip/sofia.hpp"
#include "live_bridge/wall/event_loop.hpp"

namespace twinline::live::sip {

class SofiaLoop final : public EventLoop {
 public:
  /// Throws std::runtime_error where the system has no room for a loop. The thread that makes it must run it.
  SofiaLoop();
  ~SofiaLoop() override;

  void watch(int file, Ready ready) override;
  void unwatch(int file) override;
  void run() override;
  void stop() override;

  su_root_t* root() const { return root_; }

 private:
  struct Watch {
    std::shared_ptr<Ready> ready;
    int index = 0;
  };

  su_root_t* root_ = nullptr;
  std::map<int, std::unique_ptr<Watch>> watches_;
};

/// The root of a loop that make_loop() made; throws std::logic_error for any other.
su_root_t* root_of(EventLoop& loop);

}  // namespace twinline::live::sip
