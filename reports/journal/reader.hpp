// Reads a journal back, one record at a time, over all its segments. A tail that a crash tore is cut at the
// last whole frame and reported; anything else that is not as it was written is a JournalError that names
// file and byte. Feeding the records to an ACD is somebody else's job.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "policies/contract/time.hpp"
#include "reports/journal/header.hpp"
#include "reports/journal/journal_error.hpp"
#include "reports/journal/record.hpp"
#include "reports/journal/torn_tail.hpp"

namespace twinline::journal {

class Reader {
 public:
  /// Opens a journal by the path that the writer was given, or one segment by its own name, and reads the
  /// first header. Throws JournalError when there is none, when it is not a journal, or of a format that this
  /// program does not know.
  explicit Reader(const std::filesystem::path& path);
  ~Reader();
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;

  /// The header of the segment that the latest record came from; of the first one before any was read.
  const Header& header() const;

  /// The next record; none at the end. A segment's opening snapshot is a record like any other, so a replay
  /// that runs from one segment into the next can hold its own state against it. Throws JournalError.
  std::optional<Record> next();

  /// Makes next() return the last snapshot not after `at`. False, and nothing changes, when the journal
  /// begins later.
  bool seek_snapshot(Time at);

  /// The segments, in order, and the position of the current one.
  const std::vector<std::filesystem::path>& segments() const;
  std::size_t segment() const;

  /// Makes next() return the opening snapshot of a segment. Throws std::out_of_range.
  void seek_segment(std::size_t position);

  /// Whether the current segment was closed by its writer. False while it is being written and after a crash.
  bool closed() const;

  /// The tails met so far. Only segments read to their end are looked at.
  const std::vector<TornTail>& torn_tails() const;

 private:
  class Position;
  std::unique_ptr<Position> position_;
};

}  // namespace twinline::journal
