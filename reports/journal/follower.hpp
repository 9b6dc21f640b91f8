// Follows a journal while it is written, in another process than its writer's: what is not yet there is waited for by
// asking again, full segments lead on to the next, and so does the end of a writer that died, whose successor begins
// another segment. Segments may be packed meanwhile. It never writes, and the writer knows nothing of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "reports/journal/header.hpp"
#include "reports/journal/journal_error.hpp"
#include "reports/journal/record.hpp"

namespace twinline::journal {

class Follower {
 public:
  /// Begins with the opening snapshot of what is the newest segment when next() finds one: the journal need not be
  /// there yet. Its segments must be numbered.
  explicit Follower(std::filesystem::path journal);
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  /// The next record; none while there is no other yet. A segment's opening snapshot is a record like any other. Throws
  /// JournalError where a file cannot be read or is damaged.
  std::optional<Record> next();

  /// Of the segment that the latest record came from; valid once there was one.
  const Header& header() const;

  /// Whether there is a later segment than that of the latest record.
  bool has_newer_segment() const;

  /// Makes next() return the opening snapshot of the newest segment, where that is a later one than that of the latest
  /// record. Whether it is. How many entries are left out, its header's entries_before tells.
  bool skip_to_newest();

 private:
  class Position;
  std::unique_ptr<Position> position_;
};

}  // namespace twinline::journal
