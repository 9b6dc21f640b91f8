// Threads of this process that share out numbered tasks: each takes the next one as it becomes free, and results are
// handed over one at a time in whatever order they are done. What a task is, and in which order results belong, is the
// business of who gives them.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace twinline::sim {

template <class Result>
struct TeamWork {
  using Worker = std::function<Result(std::uint64_t number)>;

  std::uint64_t tasks = 0;
  /// What one thread computes tasks with; called from that thread.
  std::function<Worker()> make_worker;
  /// Receives what came of a task, from one thread at a time; false when nothing more is needed.
  std::function<bool(std::uint64_t number, Result&& result)> take;
  /// Called from one thread at a time with the number of tasks done.
  std::function<void(std::uint64_t done, std::uint64_t of)> progress;
  /// When it becomes true the team stops after the tasks that it is at.
  const std::atomic<bool>* stop = nullptr;
};

template <class Result>
class ThreadTeam {
 public:
  explicit ThreadTeam(const TeamWork<Result>& work) : work_(work) {}

  /// Does every task once, or as many as are needed; 0 workers: one for each core. False when it was stopped before.
  /// What a task or `take` throws is thrown here.
  bool perform(unsigned workers) {
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    const auto threads = std::min<std::uint64_t>(workers > 0 ? workers : cores, work_.tasks);
    std::vector<std::thread> others;
    for (std::uint64_t thread = 1; thread < threads; ++thread) others.emplace_back([this] { take_part(); });
    take_part();
    for (std::thread& other : others) other.join();
    if (failure_) std::rethrow_exception(failure_);
    return over_ || done_ == work_.tasks;
  }

 private:
  void take_part() {
    try {
      const auto worker = work_.make_worker();
      while (!over_ && !(work_.stop != nullptr && *work_.stop)) {
        const std::uint64_t number = next_.fetch_add(1);
        if (number >= work_.tasks) return;
        hand_over(number, worker(number));
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      over_ = true;
    }
  }

  void hand_over(std::uint64_t number, Result&& result) {
    const std::lock_guard lock(mutex_);
    if (over_) return;
    ++done_;
    if (!work_.take(number, std::move(result))) over_ = true;
    if (work_.progress) work_.progress(done_, work_.tasks);
  }

  const TeamWork<Result>& work_;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<bool> over_{false};  // nothing more is needed, or something was thrown
  std::mutex mutex_;
  std::uint64_t done_ = 0;
  std::exception_ptr failure_;
};

}  // namespace twinline::sim
