#include "sim/lab/crew.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "sim/lab/replication.hpp"

namespace twinline::sim {
namespace {

/// What the threads share: the next task, and where totals go.
class Bench {
 public:
  explicit Bench(const Assignment& assignment) : assignment_(assignment) {}

  void work() {
    std::map<std::pair<const Model*, reports::Detail>, std::unique_ptr<Replicator>> replicators;
    try {
      while (!over_ && !assignment_.stopped()) {
        const std::uint64_t number = next_.fetch_add(1);
        if (number >= assignment_.tasks) return;
        const Task task = assignment_.task(number);
        auto& replicator = replicators[{task.of.model, task.detail}];
        if (!replicator) replicator = std::make_unique<Replicator>(*task.of.model, task.detail);
        hand_over(number, replicator->run({task.of.seed, task.index}));
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      over_ = true;
    }
  }

  bool finish() {
    if (failure_) std::rethrow_exception(failure_);
    return over_ || done_ == assignment_.tasks;
  }

 private:
  void hand_over(std::uint64_t number, reports::ReplicationTotals&& totals) {
    const std::lock_guard lock(mutex_);
    if (over_) return;
    ++done_;
    if (!assignment_.take(number, std::move(totals))) over_ = true;
    if (assignment_.progress) assignment_.progress(done_, assignment_.tasks);
  }

  const Assignment& assignment_;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<bool> over_{false};  // nothing more is needed, or something was thrown
  std::mutex mutex_;
  std::uint64_t done_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

bool ThreadCrew::perform(const Assignment& assignment) {
  Bench bench(assignment);
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const auto workers = std::min<std::uint64_t>(workers_ > 0 ? workers_ : cores, assignment.tasks);
  std::vector<std::thread> others;
  for (std::uint64_t worker = 1; worker < workers; ++worker) others.emplace_back([&bench] { bench.work(); });
  bench.work();
  for (std::thread& other : others) other.join();
  return bench.finish();
}

}  // namespace twinline::sim
