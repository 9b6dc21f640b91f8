#include "live_bridge/wall/timers.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include <sys/timerfd.h>
#include <unistd.h>

namespace twinline::live {

Timers::Timer::Timer(Timers& timers, Due due) : timers_(&timers), node_(timers.new_node(std::move(due))) {}

Timers::Timer::Timer(Timer&& other) noexcept
    : timers_(std::exchange(other.timers_, nullptr)), node_(std::exchange(other.node_, Calendar::none)) {}

Timers::Timer& Timers::Timer::operator=(Timer&& other) noexcept {
  std::swap(timers_, other.timers_);
  std::swap(node_, other.node_);
  return *this;
}

Timers::Timer::~Timer() {
  if (timers_) timers_->free_node(node_);
}

void Timers::Timer::set(Time at) {
  // The calendar takes nothing earlier than what it gave last.
  timers_->calendar_.schedule(node_, std::max(at, timers_->last_fired_));
  timers_->arm();
}

void Timers::Timer::cancel() {
  if (timers_) timers_->calendar_.cancel(node_);
}

bool Timers::Timer::is_set() const { return timers_ && timers_->calendar_.scheduled(node_); }

Timers::Timers(const Clock& clock, EventLoop& loop) : clock_(clock), loop_(loop) {
  file_ = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  if (file_ < 0) throw std::system_error(errno, std::generic_category(), "timerfd_create");
  loop_.watch(file_, [this] { fire(); });
}

Timers::~Timers() {
  loop_.unwatch(file_);
  close(file_);
}

Duration Timers::take_greatest_lateness() { return std::exchange(greatest_lateness_, Duration{0}); }

Calendar::Node Timers::new_node(Due due) {
  if (free_.empty()) {
    const auto node = static_cast<Calendar::Node>(due_.size());
    due_.push_back(std::move(due));
    if (due_.size() > calendar_.nodes()) calendar_.grow(due_.size() * 2);
    return node;
  }
  const Calendar::Node node = free_.back();
  free_.pop_back();
  due_[node] = std::move(due);
  return node;
}

void Timers::free_node(Calendar::Node node) {
  calendar_.cancel(node);
  due_[node] = nullptr;
  free_.push_back(node);
}

void Timers::fire() {
  std::uint64_t expirations = 0;
  if (read(file_, &expirations, sizeof expirations) < 0 && errno != EAGAIN) {
    throw std::system_error(errno, std::generic_category(), "timerfd read");
  }
  armed_for_ = never;
  const Time now = clock_.now();
  firing_ = true;
  while (calendar_.next_time() <= now) {
    last_fired_ = calendar_.next_time();
    greatest_lateness_ = std::max(greatest_lateness_, now - last_fired_);
    const Due due = due_[calendar_.pop()];  // a copy: the owner may be gone before it returns
    due(now);
  }
  firing_ = false;
  arm();
}

void Timers::arm() {
  const Time next = calendar_.next_time();
  if (firing_ || next >= armed_for_) return;
  armed_for_ = next;
  // Relative and at least 1 ns, for 0 would disarm.
  const Duration wait = std::max(next - clock_.now(), Duration{1});
  itimerspec setting{};
  setting.it_value.tv_sec = wait.count() / 1'000'000'000;
  setting.it_value.tv_nsec = wait.count() % 1'000'000'000;
  timerfd_settime(file_, 0, &setting, nullptr);
}

}  // namespace twinline::live
