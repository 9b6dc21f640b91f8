#include "live_bridge/store/entry_queue.hpp"

#include <utility>

namespace twinline::live::store {

void EntryQueue::add(EntryExcerpt excerpt) {
  std::vector<EntryExcerpt> forgotten;  // given back to the system when nobody holds the lock
  const std::lock_guard lock{mutex_};
  if (!first_added_) first_added_ = excerpt.entry;
  if (!is_open_) return;
  if (entries_.size() == limit) {
    is_open_ = false;
    std::swap(entries_, forgotten);
    return;
  }
  entries_.push_back(std::move(excerpt));
}

void EntryQueue::end() {
  const std::lock_guard lock{mutex_};
  is_ended_ = true;
  changed_.notify_all();
}

bool EntryQueue::is_ended() const {
  const std::lock_guard lock{mutex_};
  return is_ended_;
}

void EntryQueue::open() {
  const std::lock_guard lock{mutex_};
  entries_.clear();
  is_open_ = true;
}

std::optional<std::vector<EntryExcerpt>> EntryQueue::take() {
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, gathering, [this] { return is_ended_; });
  if (!is_open_) return std::nullopt;
  return std::exchange(entries_, {});
}

void EntryQueue::pause(std::chrono::milliseconds time) {
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, time, [this] { return is_ended_; });
}

std::optional<std::uint64_t> EntryQueue::first_added() const {
  const std::lock_guard lock{mutex_};
  return first_added_;
}

}  // namespace twinline::live::store
