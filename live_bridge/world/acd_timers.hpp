// The ACD's timers on the wall clock: each call, each agent and the policies own one at most, so there is a timer for
// each and a wish only moves it.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "live_bridge/wall/timers.hpp"
#include "policies/contract/ids.hpp"
#include "policies/contract/wishes.hpp"

namespace twinline::live {

class AcdTimers {
 public:
  using Fired = std::function<void(TimerId)>;

  AcdTimers(Timers& timers, Fired fired) : timers_(timers), fired_(std::move(fired)) {}

  void perform(const StartTimer& wish);
  void perform(const CancelTimer& wish);

 private:
  struct Owned {
    Timers::Timer timer;
    TimerId id;
  };
  Owned& owned(const TimerId& id);

  Timers& timers_;
  Fired fired_;
  // By position; behind pointers, for a timer that is set remembers where its owner lives.
  std::vector<std::unique_ptr<Owned>> calls_, agents_, policies_;
};

}  // namespace twinline::live
