// The event calendar: which timer is due first. A calendar queue (Brown 1988) whose entries are intrusive: every call
// slot and agent owns its nodes by number, so that scheduling needs no handle and no allocation. Entries of the same
// instant come out in the order in which they went in. It knows nothing of what a node stands for.
#pragma once

#include <cstdint>
#include <vector>

#include "policies/contract/time.hpp"

namespace twinline {

class Calendar {
 public:
  using Node = std::uint32_t;
  static constexpr Node none = 0xffffffffU;

  /// A calendar for nodes 0 to nodes−1, none of them scheduled.
  explicit Calendar(std::size_t nodes = 0);

  /// Makes room for nodes up to nodes−1. Scheduled ones stay.
  void grow(std::size_t nodes);
  std::size_t nodes() const { return nodes_.size(); }

  /// Schedules the node, behind all others of that instant. A node that is scheduled already is moved.
  /// Requires at ≥ the instant of the last pop, and not before the world's start.
  void schedule(Node node, Time at) {
    if (scheduled(node)) cancel(node);
    insert(node, at.time_since_epoch().count());
    if (count_ > grow_above_) [[unlikely]]
      resize(buckets_.size() * 2);
  }

  /// Takes the node out; does nothing if it is not in.
  void cancel(Node node) {
    if (!scheduled(node)) return;
    unlink(node);
    if (node == first_) find_first();
  }

  bool scheduled(Node node) const { return nodes_[node].bucket != not_scheduled; }
  Time time_of(Node node) const { return Time{Duration{nodes_[node].at}}; }
  std::size_t size() const { return count_; }

  /// When the first node is due; `never` when there is none.
  Time next_time() const { return Time{Duration{first_at_}}; }

  /// The node that is due first; none when there is none.
  Node first() const { return first_; }

  /// Takes out the first node. Requires that there is one.
  Node pop() {
    const Node node = first_;
    if (++pops_since_tuning_ >= tune_after_) [[unlikely]]
      tune();
    unlink(node);
    find_first();
    return node;
  }

 private:
  static constexpr std::uint32_t not_scheduled = 0xffffffffU;
  static constexpr std::size_t least_tuning_period = 4096;
  static constexpr std::size_t fewest_buckets = 512;

  struct Entry {
    std::int64_t at = 0;
    Node next = none, previous = none;
    std::uint32_t bucket = not_scheduled;
  };
  struct Bucket {
    Node head = none, tail = none;
  };

  void insert(Node node, std::int64_t at) {
    const auto bucket = static_cast<std::uint32_t>(static_cast<std::uint64_t>(at) >> shift_) & mask_;
    Bucket& list = buckets_[bucket];
    // From the tail, so that many entries of one instant cost no search.
    Node before = list.tail;
    while (before != none && nodes_[before].at > at) before = nodes_[before].previous;
    Entry& entry = nodes_[node];
    entry.at = at;
    entry.bucket = bucket;
    entry.previous = before;
    if (before != none) {
      entry.next = nodes_[before].next;
      nodes_[before].next = node;
    } else {
      entry.next = list.head;
      list.head = node;
    }
    if (entry.next != none) {
      nodes_[entry.next].previous = node;
    } else {
      list.tail = node;
    }
    ++count_;
    if (at < first_at_ || first_ == none) {
      first_ = node;
      first_at_ = at;
    }
  }

  void unlink(Node node) {
    Entry& entry = nodes_[node];
    Bucket& list = buckets_[entry.bucket];
    if (entry.previous != none) {
      nodes_[entry.previous].next = entry.next;
    } else {
      list.head = entry.next;
    }
    if (entry.next != none) {
      nodes_[entry.next].previous = entry.previous;
    } else {
      list.tail = entry.previous;
    }
    entry.bucket = not_scheduled;
    --count_;
  }

  /// Looks for the first node from the place of the one just taken out, one turn of the buckets long, then everywhere.
  void find_first() {
    if (count_ == 0) [[unlikely]] {
      first_ = none;
      first_at_ = never.time_since_epoch().count();
      return;
    }
    const std::uint64_t start = static_cast<std::uint64_t>(first_at_) >> shift_;
    for (std::uint64_t turn = 0; turn <= mask_; ++turn) {
      const Node head = buckets_[(start + turn) & mask_].head;
      if (head == none) [[likely]]
        continue;
      if (static_cast<std::uint64_t>(nodes_[head].at) >> shift_ == start + turn) {
        first_ = head;
        first_at_ = nodes_[head].at;
        return;
      }
    }
    search_everywhere();
  }

  void search_everywhere();
  void resize(std::size_t buckets);
  void rebuild(std::size_t buckets, unsigned shift);
  void tune();

  /// The mean gap between the nearer half of the entries, 0 where it says nothing. What is far ahead tells no pace.
  std::int64_t gap_ahead();

  std::vector<Entry> nodes_;
  std::vector<Bucket> buckets_;
  std::vector<std::int64_t> times_;  ///< for gap_ahead(), kept for its memory
  std::uint64_t mask_ = 0;
  unsigned shift_ = 30;  ///< a bucket is 2^shift_ nanoseconds wide
  Node first_ = none;
  std::int64_t first_at_ = never.time_since_epoch().count();
  std::size_t count_ = 0;
  std::size_t grow_above_ = 0;
  std::size_t tune_after_ = least_tuning_period;  ///< pops; at least one for each node, as tuning looks at all of them
  std::size_t pops_since_tuning_ = 0;
  std::int64_t tuned_at_ = 0;
};

}  // namespace twinline
