#include "policies/calendar/calendar.hpp"

#include <algorithm>
#include <bit>

namespace twinline {
namespace {

/// One event to every or every other bucket: most insertions find an empty list, and the search for the next one is
/// short. Down to a nanosecond, below which there are only ties.
unsigned shift_for(std::int64_t gap) {
  constexpr unsigned widest = 50;
  return std::min(static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(gap)) - 1), widest);
}

}  // namespace

Calendar::Calendar(std::size_t nodes) {
  grow(nodes);
  rebuild(fewest_buckets, shift_);
}

void Calendar::grow(std::size_t nodes) {
  if (nodes > nodes_.size()) nodes_.resize(nodes);
  tune_after_ = std::max(least_tuning_period, nodes_.size());
}

void Calendar::search_everywhere() {
  first_ = none;
  for (const Bucket& bucket : buckets_) {
    // No two buckets hold entries of the same instant, so ties are all within one list, in order.
    if (bucket.head != none && (first_ == none || nodes_[bucket.head].at < first_at_)) {
      first_ = bucket.head;
      first_at_ = nodes_[bucket.head].at;
    }
  }
}

std::int64_t Calendar::gap_ahead() {
  times_.clear();
  for (const Entry& entry : nodes_) {
    if (entry.bucket != not_scheduled) times_.push_back(entry.at);
  }
  const auto middle = times_.begin() + static_cast<std::ptrdiff_t>(times_.size() / 2);
  if (middle == times_.begin()) return 0;
  std::nth_element(times_.begin(), middle, times_.end());
  if (*middle == first_at_) return 0;
  return std::max<std::int64_t>((*middle - first_at_) / (middle - times_.begin()), 1);
}

void Calendar::resize(std::size_t buckets) {
  // A crowd that came in before the first pops may stand in one bucket, where every insertion walks past it.
  const std::int64_t gap = gap_ahead();
  rebuild(buckets, gap > 0 ? std::min(shift_, shift_for(gap)) : shift_);
}

void Calendar::rebuild(std::size_t buckets, unsigned shift) {
  std::vector<Node> scheduled_nodes;
  scheduled_nodes.reserve(count_);
  for (const Bucket& bucket : buckets_) {
    for (Node node = bucket.head; node != none; node = nodes_[node].next) scheduled_nodes.push_back(node);
  }
  // Entries of one instant stood in one list in their order: ties stay first in, first out. Sorted, each goes to a
  // tail.
  std::stable_sort(scheduled_nodes.begin(), scheduled_nodes.end(),
                   [this](Node a, Node b) { return nodes_[a].at < nodes_[b].at; });
  buckets_.assign(buckets, Bucket{});
  mask_ = buckets - 1;
  shift_ = shift;
  grow_above_ = buckets / 2;
  count_ = 0;
  first_ = none;
  for (const Node node : scheduled_nodes) insert(node, nodes_[node].at);
}

void Calendar::tune() {
  std::int64_t gap = (first_at_ - tuned_at_) / static_cast<std::int64_t>(pops_since_tuning_);
  // The pace of the last pops, unless a night lay among them and a crowd is ahead.
  if (const std::int64_t ahead = gap_ahead(); ahead > 0) gap = std::min(gap, ahead);
  pops_since_tuning_ = 0;
  tuned_at_ = first_at_;
  const unsigned nearest = shift_for(std::max<std::int64_t>(gap, 1));
  const bool far_off = nearest + 1 < shift_ || shift_ + 1 < nearest;
  const bool too_many = buckets_.size() > fewest_buckets && count_ < buckets_.size() / 16;
  if (far_off || too_many) rebuild(too_many ? buckets_.size() / 4 : buckets_.size(), far_off ? nearest : shift_);
}

}  // namespace twinline
