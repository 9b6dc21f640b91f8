#include "live_bridge/world/queue_tally.hpp"

namespace twinline::live {

QueueCounts& QueueTally::at(QueueIndex queue) {
  if (queue.value >= counts_.size()) counts_.resize(queue.value + 1);
  return counts_[queue.value];
}

void QueueTally::fold(const Happenings& happenings) {
  for (const Happening& happening : happenings) {
    if (const auto* began = std::get_if<WaitBegan>(&happening)) ++at(began->labels.queue).offered;
    const auto* ended = std::get_if<WaitEnded>(&happening);
    if (!ended) continue;
    QueueCounts& counts = at(ended->labels.queue);
    if (ended->how == WaitEnd::abandoned) ++counts.abandoned;
    if (ended->how != WaitEnd::answered) continue;
    ++counts.answered;
    const Duration threshold = centre_.queues[ended->labels.queue.value].service_level.threshold;
    if (ended->waited <= threshold) ++counts.answered_in_threshold;
  }
}

}  // namespace twinline::live
