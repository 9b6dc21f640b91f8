// The newest of something that one thread makes and others look at. Whoever looked keeps what was seen; nobody waits
// for longer than a pointer takes to copy.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace twinline::live::desk {

template <class Value>
class Latest {
 public:
  Latest() = default;
  explicit Latest(std::shared_ptr<const Value> value) : value_(std::move(value)) {}

  void set(std::shared_ptr<const Value> value) {
    {
      const std::lock_guard lock{mutex_};
      value_.swap(value);
    }
    // The former value may be large; it is given back here, outside the lock.
  }

  /// Null before the first.
  std::shared_ptr<const Value> get() const {
    const std::lock_guard lock{mutex_};
    return value_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Value> value_;
};

}  // namespace twinline::live::desk
