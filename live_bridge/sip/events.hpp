// What is to be told goes through here, so that a Listener is never called from within a call to Stack, nor in the
// midst of the stack's own work: events wait in line until the loop comes round, which is at once.
#pragma once

#include <deque>
#include <functional>

#include "live_bridge/sip/sofia.hpp"

namespace twinline::live::sip {

class Events {
 public:
  explicit Events(su_root_t* root);
  ~Events();
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  /// Runs `event` from the loop, after those posted before.
  void post(std::function<void()> event);

 private:
  // Outlives its owner while a message to the loop points at it.
  struct Mailbox {
    std::deque<std::function<void()>> waiting;
    bool announced = false;
    bool abandoned = false;
  };

  static void deliver(Mailbox& mailbox);

  su_root_t* root_;
  Mailbox* mailbox_;
};

}  // namespace twinline::live::sip
