// What desks show of each queue's day: how many calls came, were answered, in time or not, and gave up, since this
// process began. A glance for people at work; KPIs are folded from the journal.
#pragma once

#include <cstdint>
#include <vector>

#include "policies/contract/centre.hpp"
#include "policies/contract/happenings.hpp"

namespace twinline::live {

struct QueueCounts {
  std::uint64_t offered = 0, answered = 0, abandoned = 0, answered_in_threshold = 0;
};

class QueueTally {
 public:
  /// The centre must outlive the tally; queues that a reload adds are counted from then on.
  explicit QueueTally(const Centre& centre) : centre_(centre) {}

  void fold(const Happenings& happenings);

  QueueCounts of(QueueIndex queue) const { return queue.value < counts_.size() ? counts_[queue.value] : QueueCounts{}; }

 private:
  QueueCounts& at(QueueIndex queue);
  const Centre& centre_;
  std::vector<QueueCounts> counts_;
};

}  // namespace twinline::live
