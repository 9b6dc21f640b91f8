// What a service manager wants to hear from a service of type notify: that it is ready, that it stops, that its thread
// with the calls still turns. Without one (no NOTIFY_SOCKET) nothing is said.
#pragma once

#include <string_view>

#include "live_bridge/wall/clock.hpp"
#include "live_bridge/wall/timers.hpp"

namespace twinline::live {

/// One datagram of sd_notify(3)'s protocol.
void tell_service_manager(std::string_view state);

/// Says WATCHDOG=1 from the loop's own timers, at half the time that WATCHDOG_USEC grants: a loop that hangs falls
/// silent and is restarted.
class WatchdogBeat {
 public:
  WatchdogBeat(Timers& timers, const Clock& clock);

 private:
  void beat();

  const Clock& clock_;
  Duration every_{0};
  Timers::Timer timer_;
};

}  // namespace twinline::live
