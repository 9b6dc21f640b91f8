// One file of a journal: its records in order, whether they lie open or in compressed blocks, and the index
// that a closed segment ends with. What the records say is not looked at.
//
//   open        header, snapshot, record, record, …
//   closed      header, snapshot, record, …, index, trailer        (a block of the index is a run of frames)
//   compressed  header, block, block, …, index, trailer            (a block holds records without frames)
//
// A block's payload is one zstd frame; in it, for each record, the length of its payload (4 bytes,
// little-endian), its kind (1) and the payload. The trailer, of fixed length, says where the index begins.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policies/contract/time.hpp"
#include "reports/journal/frame.hpp"

namespace twinline::journal {

/// Where reading may begin.
struct Block {
  std::uint64_t offset = 0;
  Time at;                ///< no record in the block is earlier
  bool snapshot = false;  ///< its first record is a snapshot
};

/// A block is ended when it has this many bytes, uncompressed, and where a snapshot begins.
inline constexpr std::uint64_t block_bytes = std::uint64_t{256} << 10;

/// Records are shorter than payloads may be, so that a block with one always fits into a payload.
inline constexpr std::uint64_t record_limit = payload_limit - (std::uint64_t{1} << 20);

/// The frames that close a segment whose next byte would be at `offset`.
std::string closing_frames(const std::vector<Block>& blocks, std::uint64_t offset);

class SegmentReader {
 public:
  /// Throws JournalError, as every function here.
  explicit SegmentReader(const std::filesystem::path& path) : frames_(path) {}

  /// The next header, snapshot, preparation or entry. Of one in a compressed block the offset is the block's.
  std::optional<Frame> next();

  /// Makes next() return the first record of the block, or the frame, that begins here.
  void seek(std::uint64_t offset);

  /// Sees what was appended since. See FrameReader.
  void look_again() { frames_.look_again(); }

  /// The index of a closed segment. None when there is none, or none that is sound: it is never needed to
  /// read.
  std::optional<std::vector<Block>> index();

  /// Whether the index was met at the end.
  bool closed() const { return closed_; }
  const std::filesystem::path& path() const { return frames_.path(); }
  std::uint64_t position() const { return frames_.position(); }
  const std::optional<TornTail>& torn_tail() const { return frames_.torn_tail(); }

 private:
  void unpack(const Frame& block);
  std::optional<Frame> next_in_block();
  void finish();

  FrameReader frames_;
  std::string block_;  ///< unpacked
  std::size_t block_position_ = 0;
  std::uint64_t block_offset_ = 0;
  bool index_met_ = false;
  bool closed_ = false;
};

/// Rewrites a closed segment with its blocks compressed. The old file is replaced at once, when the new one
/// is on disk. Throws JournalError and leaves the old one when there is no room; does nothing when it is
/// compressed already.
void compress_segment(const std::filesystem::path& path);

}  // namespace twinline::journal
