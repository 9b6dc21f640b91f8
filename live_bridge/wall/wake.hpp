// The way from other threads to the loop's: any of them rings, and the loop's thread does what there is to do. Several
// rings may come as one; what is to be done stands elsewhere, behind a lock.
#pragma once

#include <functional>

#include "live_bridge/wall/event_loop.hpp"

namespace twinline::live {

class Wake {
 public:
  /// `woken` is called on the loop's thread. Constructed, silenced and destroyed there. Throws std::system_error where
  /// the system has no eventfd to give.
  Wake(EventLoop& loop, std::function<void()> woken);
  /// Nobody may ring any longer.
  ~Wake();
  Wake(const Wake&) = delete;
  Wake& operator=(const Wake&) = delete;

  /// On any thread.
  void ring() const;

  /// From now on a ring wakes nobody.
  void silence();

 private:
  EventLoop& loop_;
  const int file_;
  bool silent_ = false;
};

}  // namespace twinline::live
