// The thread that owns the calls waits in one place. What it waits for is a file that can be read and the next timer;
// how it waits is the SIP stack's affair, which brings its own loop (sip/sofia_loop.hpp).
#pragma once

#include <functional>

namespace twinline::live {

class EventLoop {
 public:
  using Ready = std::function<void()>;

  EventLoop() = default;
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  virtual ~EventLoop() = default;

  /// Calls `ready` on the loop's thread whenever the file can be read, until unwatch(). One watcher a file.
  virtual void watch(int file, Ready ready) = 0;
  virtual void unwatch(int file) = 0;

  /// Runs until stop(). stop() may be called from a watcher only.
  virtual void run() = 0;
  virtual void stop() = 0;
};

}  // namespace twinline::live
