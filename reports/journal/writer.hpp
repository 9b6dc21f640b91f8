// Writes a journal, frame after frame, into segments that each open with a header and a snapshot. The file
// grows under its final name from the first byte: it is append-only, so whoever reads early sees a shorter
// journal, never a wrong one. The writer starts no thread and asks no clock; the same calls give the same
// bytes. What a fact means is not its job.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "reports/journal/header.hpp"
#include "reports/journal/record.hpp"

namespace twinline::journal {

enum class Handover : std::uint8_t {
  buffered,     ///< frames reach the kernel in batches: for simulations, where a lost process is simply run
                ///< again
  every_frame,  ///< append() returns when the kernel has the frame: kill -9 loses nothing that was appended
};

enum class Existing : std::uint8_t {
  refuse,   ///< a journal that is already there is an error
  replace,  ///< it is removed first, with all its segments
  follow,   ///< another segment follows those that are there; its opening snapshot is the state that they lead to
};

struct WriterOptions {
  /// A segment this long is full. 0: the journal is one file under the path given; else segments are
  /// numbered, `day.tlj` becoming `day.0001.tlj`, `day.0002.tlj`, …
  std::uint64_t segment_bytes = 0;
  bool compress = true;  ///< closed segments are rewritten as zstd blocks
  Handover handover = Handover::buffered;
  Existing existing = Existing::refuse;
};

class Writer {
 public:
  /// Opens the first segment with this header and this snapshot. Throws JournalError.
  Writer(const std::filesystem::path& path, Header header, const Snapshot& opening, WriterOptions options = {});

  /// Without close() the last segment stays as after a crash: whole frames, no index.
  ~Writer();
  Writer(Writer&&) noexcept;
  Writer& operator=(Writer&&) noexcept;

  /// Writes a fact and all that came of it; `answers` as in an Outcome. Times do not run backwards
  /// (std::invalid_argument). Throws JournalError, with the system's words, when the disk is full or fails; the journal
  /// is then as before the call, and the call may be repeated.
  void append(Time at, const Fact& fact, std::span<const Decision> decisions, std::span<const std::uint32_t> answers,
              std::span<const Reason> reasons, const Wishes& wishes, const Happenings& happenings);

  /// Writes down a policy or centre that the world prepared; before the fact that puts it in force. Later
  /// segments repeat it and name in their header what is in force then. Errors as append().
  void append(const Preparation& preparation);

  /// Whether the next snapshot will begin a new segment.
  bool segment_is_full() const;

  /// Writes the state as it is between two facts. When the segment is full it is closed, and the next one
  /// opens with this snapshot. Errors as append().
  void append(const Snapshot& snapshot);

  /// Hands over what is buffered and waits until the disk has it.
  void sync();

  /// Writes the index, and compresses the segment when asked for. Nothing may be appended afterwards.
  void close();

 private:
  class Segments;
  std::unique_ptr<Segments> segments_;
};

}  // namespace twinline::journal
