// Watches from a thread of its own that a piece of work returns in time: a policy that does not cannot be called back,
// only its process can be ended. What is done then is for its owner to say. Time counts only while this thread itself
// gets its turns, so that neither a machine that sleeps nor a process that was stopped is taken for a policy that
// hangs.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

#include "policies/contract/time.hpp"

namespace twinline::live {

class Watchdog {
 public:
  /// `expired` is called on the watchdog's thread, once, while the work still hangs and may hold any lock. What the
  /// watched thread wrote before the work began may be read there.
  Watchdog(Duration limit, std::function<void()> expired);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  /// While it lives, something is under way that has to return. One at a time, on one thread.
  class Turn {
   public:
    explicit Turn(Watchdog& dog) : dog_(dog) { dog_.turns_.fetch_add(1, std::memory_order_release); }
    ~Turn() { dog_.turns_.fetch_add(1, std::memory_order_release); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    Watchdog& dog_;
  };

 private:
  void run();

  const Duration limit_;
  std::function<void()> expired_;
  std::atomic<std::uint64_t> turns_{0};  ///< odd while something is under way
  std::mutex mutex_;
  std::condition_variable stopping_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace twinline::live
