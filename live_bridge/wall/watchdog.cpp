#include "live_bridge/wall/watchdog.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace twinline::live {
namespace {

/// Looks in so many times within the limit, so that it is overrun by little.
constexpr int looks = 10;

}  // namespace

Watchdog::Watchdog(Duration limit, std::function<void()> expired)
    : limit_(limit), expired_(std::move(expired)), thread_([this] { run(); }) {}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  stopping_.notify_one();
  thread_.join();
}

void Watchdog::run() {
  using Steady = std::chrono::steady_clock;
  const Duration every = limit_ / looks;
  std::uint64_t seen = 0;
  Duration lasted{0};
  Steady::time_point before = Steady::now();
  std::unique_lock lock(mutex_);
  while (!stopping_.wait_for(lock, every, [this] { return stop_; })) {
    const Steady::time_point now = Steady::now();
    // A look that comes late says that nobody had a turn, the watched thread included.
    const Duration since = std::min<Duration>(now - before, 2 * every);
    before = now;
    const std::uint64_t turn = turns_.load(std::memory_order_acquire);
    lasted = turn % 2 == 1 && turn == seen ? lasted + since : Duration{0};
    seen = turn;
    if (lasted < limit_) continue;
    expired_();
    return;
  }
}

}  // namespace twinline::live
