#include "sim/lab/experiment.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "sim/lab/replication.hpp"

namespace twinline::sim {
namespace {

using reports::Detail;
using reports::ReplicationTotals;

/// Results as they come in, in any order, and as they are handed on, in the order of index.
class Results {
 public:
  Results(std::size_t arms, const Effort& effort) : effort_(effort), by_arm_(arms), end_(effort.replications) {}

  void add(std::uint64_t index, std::size_t arm, ReplicationTotals totals) {
    if (index >= end_) return;
    Waiting& waiting = waiting_[index];
    waiting.totals.resize(by_arm_.size());
    waiting.totals[arm] = std::move(totals);
    ++waiting.complete;
    ++done_;
    for (auto next = waiting_.begin(); is_next(next); next = waiting_.begin()) {
      std::vector<ReplicationTotals> complete = std::move(next->second.totals);
      waiting_.erase(next);
      hand_on(complete);
    }
  }

  std::uint64_t end() const { return end_; }
  std::uint64_t done() const { return done_; }
  bool is_whole() const { return handed_on_ == end_; }
  std::vector<std::vector<ReplicationTotals>> take() { return std::move(by_arm_); }

 private:
  /// Replications of one index, of which some arms may still be at work.
  struct Waiting {
    std::vector<ReplicationTotals> totals;
    std::size_t complete = 0;
  };

  bool is_next(std::map<std::uint64_t, Waiting>::const_iterator waiting) const {
    return waiting != waiting_.end() && waiting->first == handed_on_ && waiting->second.complete == by_arm_.size();
  }

  void hand_on(std::vector<ReplicationTotals>& totals) {
    if (effort_.counts_from && handed_on_ == *effort_.counts_from) {
      for (auto& of_arm : by_arm_) std::for_each(of_arm.begin(), of_arm.end(), reports::keep_counts_only);
    }
    const bool is_enough = effort_.enough && effort_.enough(handed_on_, totals);
    for (std::size_t arm = 0; arm < by_arm_.size(); ++arm) by_arm_[arm].push_back(std::move(totals[arm]));
    ++handed_on_;
    if (!is_enough) return;
    end_ = handed_on_;
    waiting_.clear();
  }

  const Effort& effort_;
  std::vector<std::vector<ReplicationTotals>> by_arm_;
  std::map<std::uint64_t, Waiting> waiting_;
  std::uint64_t handed_on_ = 0, done_ = 0;
  std::uint64_t end_;
};

/// What the workers share: the next piece of work, and where results go.
class Bench {
 public:
  Bench(std::span<const SeededModel> arms, const Effort& effort)
      : arms_(arms), effort_(effort), results_(arms.size(), effort), end_(effort.replications) {}

  void work() {
    Replicators replicators(arms_, effort_);
    try {
      while (!stopped()) {
        // The arms of one index follow each other, so that what pairs is computed close together.
        const std::uint64_t task = next_.fetch_add(1);
        const std::size_t arm = task % arms_.size();
        const std::uint64_t index = task / arms_.size();
        if (index >= end_) return;
        keep(index, arm, replicators.of(arm, index).run({arms_[arm].seed, index}));
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      failed_ = true;
    }
  }

  std::vector<std::vector<ReplicationTotals>> results() {
    if (failure_) std::rethrow_exception(failure_);
    if (!results_.is_whole()) return {};
    return results_.take();
  }

  std::uint64_t tasks() const { return effort_.replications * arms_.size(); }

 private:
  /// One worker's replicators, made when they are first needed.
  class Replicators {
   public:
    Replicators(std::span<const SeededModel> arms, const Effort& effort)
        : arms_(arms), effort_(effort), of_arm_(arms.size()) {}

    Replicator& of(std::size_t arm, std::uint64_t index) {
      const bool as_counts = effort_.counts_from && index >= *effort_.counts_from;
      auto& replicator = of_arm_[arm][as_counts ? 1 : 0];
      if (!replicator) {
        replicator = std::make_unique<Replicator>(*arms_[arm].model, as_counts ? Detail::counts : effort_.detail);
      }
      return *replicator;
    }

   private:
    std::span<const SeededModel> arms_;
    const Effort& effort_;
    std::vector<std::array<std::unique_ptr<Replicator>, 2>> of_arm_;
  };

  bool stopped() const { return failed_ || (effort_.stop != nullptr && *effort_.stop); }

  void keep(std::uint64_t index, std::size_t arm, ReplicationTotals totals) {
    const std::lock_guard lock(mutex_);
    results_.add(index, arm, std::move(totals));
    end_ = results_.end();
    if (effort_.progress) effort_.progress(results_.done(), tasks());
  }

  std::span<const SeededModel> arms_;
  const Effort& effort_;
  Results results_;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<std::uint64_t> end_;
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::exception_ptr failure_;
};

}  // namespace

std::vector<std::vector<ReplicationTotals>> replicate(std::span<const SeededModel> arms, const Effort& effort) {
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
