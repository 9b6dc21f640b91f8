// Callers whose INVITE was at hand when a policy did not return and the process was ended. It stands in no journal and
// was not answered with 100, so its peer sends it again, and the next process serves the call as if it had come then.
// Who does not send it again is lost, and a record says so. What a lost call is told as is not its business.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "live_bridge/store/dialogs.hpp"
#include "live_bridge/wall/clock.hpp"
#include "live_bridge/wall/timers.hpp"
#include "live_bridge/world/kept_call.hpp"

namespace twinline::live {

class AwaitedCallers {
 public:
  using Lost = std::function<void(const KeptArrival& arrival)>;

  /// All must outlive it.
  AwaitedCallers(store::Dialogs& dialogs, Timers& timers, const Clock& clock, Lost lost);

  /// Leaves the caller for the next process to wait for. On the watchdog's thread, too, while the one with the calls
  /// hangs. Throws what Dialogs throws.
  void leave(const KeptArrival& arrival);

  /// Whether this is of a caller whom an earlier process has left; waits for the INVITE from now on, then.
  bool recall(const store::KeptDialog& kept);

  /// This INVITE has come, as an arrival names it: nobody waits for it any more.
  void came(std::uint64_t invite);

 private:
  struct Awaited {
    KeptArrival arrival;
    Time until;
  };

  void give_up(Time now);
  void arm();

  store::Dialogs& dialogs_;
  const Clock& clock_;
  Lost lost_;
  std::vector<Awaited> awaited_;
  Timers::Timer due_;
};

}  // namespace twinline::live
