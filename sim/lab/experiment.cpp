#include "sim/lab/experiment.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace twinline::sim {
namespace {

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
    for (auto next = waiting_.begin(); is_next(next); next = waiting_.begin()) {
      std::vector<ReplicationTotals> complete = std::move(next->second.totals);
      waiting_.erase(next);
      hand_on(complete);
    }
  }

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
  std::uint64_t handed_on_ = 0;
  std::uint64_t end_;
};

}  // namespace

bool perform(Assignment assignment, const Effort& effort) {
  assignment.progress = effort.progress;
  assignment.stop = effort.stop;
  ThreadCrew threads(effort.workers);
  Crew& crew = effort.crew != nullptr ? *effort.crew : threads;
  return crew.perform(assignment);
}

std::vector<std::vector<ReplicationTotals>> replicate(std::span<const SeededModel> arms, const Effort& effort) {
  Results results(arms.size(), effort);
  Assignment assignment;
  assignment.tasks = effort.replications * arms.size();
  // The arms of one index follow each other, so that what pairs is computed close together.
  assignment.task = [&](std::uint64_t number) {
    const std::uint64_t index = number / arms.size();
    return Task{arms[number % arms.size()], index, effort.detail_of(index)};
  };
  assignment.take = [&](std::uint64_t number, ReplicationTotals&& totals) {
    results.add(number / arms.size(), number % arms.size(), std::move(totals));
    return !results.is_whole();
  };
  if (!perform(std::move(assignment), effort)) return {};
  return results.take();
}

}  // namespace twinline::sim
