#include "policies/calendar/calendar.hpp"

#include <algorithm>
#include <bit>

namespace twinline {

Calendar::Calendar(std::size_t nodes) : nodes_(nodes) { rebuild(fewest_buckets, shift_); }

void Calendar::grow(std::size_t nodes) {
  if (nodes > nodes_.size()) nodes_.resize(nodes);
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

void Calendar::resize(std::size_t buckets) { rebuild(buckets, shift_); }

void Calendar::rebuild(std::size_t buckets, unsigned shift) {
  std::vector<Node> scheduled_nodes;
  scheduled_nodes.reserve(count_);
  for (const Bucket& bucket : buckets_) {
    for (Node node = bucket.head; node != none; node = nodes_[node].next) scheduled_nodes.push_back(node);
  }
  buckets_.assign(buckets, Bucket{});
  mask_ = buckets - 1;
  shift_ = shift;
  grow_above_ = buckets / 2;
  count_ = 0;
  first_ = none;
  // Entries of one instant stood in one list in their order, and are inserted in it: ties stay first in, first out.
  for (const Node node : scheduled_nodes) insert(node, nodes_[node].at);
}

void Calendar::tune() {
  // Two events to a bucket on average keeps both the lists and the search for the next one short.
  const std::int64_t gap = (first_at_ - tuned_at_) / tuning_period;
  pops_since_tuning_ = 0;
  tuned_at_ = first_at_;
  const auto wanted = static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(std::max<std::int64_t>(gap, 1))));
  const unsigned nearest = std::clamp(wanted, 10U, 50U);
  const bool far_off = nearest + 1 < shift_ || shift_ + 1 < nearest;
  const bool too_many = buckets_.size() > fewest_buckets && count_ < buckets_.size() / 16;
  if (far_off || too_many) rebuild(too_many ? buckets_.size() / 4 : buckets_.size(), far_off ? nearest : shift_);
}

}  // namespace twinline
