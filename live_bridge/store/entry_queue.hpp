// Entries on their way from the thread that owns the calls to the one that writes records: a queue of bounded length
// whose near end never waits. When it is full it forgets everything and takes nothing more until it is opened again: by
// then whoever reads it has the journal to catch up from.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "live_bridge/store/call_record_fold.hpp"

namespace twinline::live::store {

class EntryQueue {
 public:
  /// At most so many entries wait here, and at most as many again are with the reader.
  static constexpr std::size_t limit = 32'768;

  /// How long entries wait for company: a transaction each would be many.
  static constexpr std::chrono::milliseconds gathering{100};

  void add(EntryExcerpt excerpt);

  /// No more waiting at the far end.
  void end();
  bool is_ended() const;

  /// Empties it and takes what is added from now on. Whatever was added before is in the journal.
  void open();

  /// What was added since open(), in order, gathered for a moment; none when something was forgotten. Empty when
  /// nothing came for a while or the queue was ended.
  std::optional<std::vector<EntryExcerpt>> take();

  /// Returns after this time, or earlier when the queue is ended.
  void pause(std::chrono::milliseconds time);

  /// The first entry that was ever added.
  std::optional<std::uint64_t> first_added() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<EntryExcerpt> entries_;
  std::optional<std::uint64_t> first_added_;
  bool is_open_ = false;
  bool is_ended_ = false;
};

}  // namespace twinline::live::store
