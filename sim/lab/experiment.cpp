#include "sim/lab/experiment.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

#include "sim/lab/replication.hpp"

namespace twinline::sim {
namespace {

/// What the workers share: the next piece of work, and where results go.
class Bench {
 public:
  Bench(std::span<const SeededModel> arms, const Effort& effort)
      : arms_(arms),
        effort_(effort),
        results_(arms.size(), std::vector<reports::ReplicationTotals>(effort.replications)) {}

  void work() {
    std::vector<std::unique_ptr<Replicator>> replicators(arms_.size());
    try {
      while (!stopped()) {
        // The arms of one index follow each other, so that what pairs is computed close together.
        const std::uint64_t task = next_.fetch_add(1);
        if (task >= tasks()) return;
        const std::size_t arm = task % arms_.size();
        const std::uint64_t index = task / arms_.size();
        if (!replicators[arm]) replicators[arm] = std::make_unique<Replicator>(*arms_[arm].model, effort_.detail);
        results_[arm][index] = replicators[arm]->run({arms_[arm].seed, index});
        report();
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      failed_ = true;
    }
  }

  std::vector<std::vector<reports::ReplicationTotals>> results() {
    if (failure_) std::rethrow_exception(failure_);
    if (done_ < tasks()) return {};
    return std::move(results_);
  }

  std::uint64_t tasks() const { return effort_.replications * arms_.size(); }

 private:
  bool stopped() const { return failed_ || (effort_.stop != nullptr && *effort_.stop); }

  void report() {
    const std::lock_guard lock(mutex_);
    ++done_;
    if (effort_.progress) effort_.progress(done_, tasks());
  }

  std::span<const SeededModel> arms_;
  const Effort& effort_;
  std::vector<std::vector<reports::ReplicationTotals>> results_;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::uint64_t done_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

std::vector<std::vector<reports::ReplicationTotals>> replicate(std::span<const SeededModel> arms,
                                                               const Effort& effort) {
  Bench bench(arms, effort);
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const auto workers = std::min<std::uint64_t>(effort.workers > 0 ? effort.workers : cores, bench.tasks());
  std::vector<std::thread> others;
  for (std::uint64_t worker = 1; worker < workers; ++worker) others.emplace_back([&bench] { bench.work(); });
  bench.work();
  for (std::thread& other : others) other.join();
  return bench.results();
}

}  // namespace twinline::sim
