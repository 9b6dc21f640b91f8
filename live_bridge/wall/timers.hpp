// All timers of the thread that owns the calls: the event calendar of the other worlds behind one timerfd. A timer is a
// node with an owner who is called when it is due; setting and cancelling cost no system call unless the first changes.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "live_bridge/wall/clock.hpp"
#include "live_bridge/wall/event_loop.hpp"
#include "policies/calendar/calendar.hpp"

namespace twinline::live {

class Timers {
 public:
  using Due = std::function<void(Time)>;

  /// One timer; destroyed, it never fires. It may be set, moved and cancelled from anywhere on the loop's thread, also
  /// while it fires.
  class Timer {
   public:
    Timer() = default;
    Timer(Timers& timers, Due due);
    Timer(Timer&& other) noexcept;
    Timer& operator=(Timer&& other) noexcept;
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;
    ~Timer();

    void set(Time at);
    void cancel();
    bool is_set() const;

   private:
    Timers* timers_ = nullptr;
    Calendar::Node node_ = Calendar::none;
  };

  /// Both must outlive the timers. Throws std::system_error where the system has no timer to give.
  Timers(const Clock& clock, EventLoop& loop);
  ~Timers();
  Timers(const Timers&) = delete;
  Timers& operator=(const Timers&) = delete;

  /// Timers that are set.
  std::size_t size() const { return calendar_.size(); }

  /// The greatest lateness with which a timer fired since the last call: what overload shows first.
  Duration take_greatest_lateness();

 private:
  Calendar::Node new_node(Due due);
  void free_node(Calendar::Node node);
  void fire();
  void arm();

  const Clock& clock_;
  EventLoop& loop_;
  int file_ = -1;
  Calendar calendar_;
  std::vector<Due> due_;
  std::vector<Calendar::Node> free_;
  Time armed_for_ = never;
  Time last_fired_;
  bool firing_ = false;
  Duration greatest_lateness_{0};
};

}  // namespace twinline::live
