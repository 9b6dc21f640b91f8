// A journal file as a run of frames, before anybody asks what they mean: how one is built, and how they are
// read back with every way in which a file can be wrong told apart. A tail that ends within a frame is what a
// crash leaves and is only noted; everything else is a JournalError.
//
//   file    magic (8 bytes), frame, frame, …
//   frame   length of the payload (4, little-endian), kind (1), check of these five (2), payload, CRC-32C of
//   it all (4)
//
// The head has a check of its own, so that a length that was damaged is not taken for a frame that was torn.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "reports/journal/input_file.hpp"
#include "reports/journal/torn_tail.hpp"

namespace twinline::journal {

enum class FrameKind : std::uint8_t { header = 1, snapshot, preparation, entry, block, index, trailer };

/// Like PNG's, it shows a transfer that took the file for text. A format that cannot be read as frames gets
/// another one.
inline constexpr std::string_view magic{"\x89TLJ\r\n\x1a\n", 8};

/// What a file of frames opens with, and what it is called where it does not.
struct FileKind {
  std::string_view magic;
  std::string_view name;
};
inline constexpr FileKind journal_file{magic, "a journal of twinline"};

inline constexpr std::size_t frame_head_bytes = 7;
inline constexpr std::size_t frame_tail_bytes = 4;

/// No payload is longer: a length above it is damage, or an attempt to exhaust memory.
inline constexpr std::uint64_t payload_limit = std::uint64_t{64} << 20;

void append_number(std::uint64_t number, std::size_t bytes, std::string& to);
/// Little-endian; as many bytes as there are, at most 8.
std::uint64_t number_from(std::string_view bytes);

void append_frame(FrameKind kind, std::string_view payload, std::string& to);

struct Frame {
  FrameKind kind = FrameKind::header;
  std::string_view payload;  ///< until the next call
  std::uint64_t offset = 0;  ///< where it begins in the file
};

class FrameReader {
 public:
  /// Throws JournalError when the file cannot be read or is of another kind. One that ends within the magic has
  /// a torn tail.
  explicit FrameReader(const std::filesystem::path& path, const FileKind& kind = journal_file);

  /// The next frame; none at the end of the file or of its whole frames.
  std::optional<Frame> next();

  /// Makes next() return the frame that begins here, at most at size().
  void seek(std::uint64_t offset) {
    position_ = offset;
    torn_tail_.reset();
  }

  /// Goes on in a file that grows: next() may give what was appended since, and a torn tail may have become whole. Not
  /// for a file that was shorter than its magic.
  void look_again() {
    file_.look_again();
    torn_tail_.reset();
  }

  std::uint64_t position() const { return position_; }
  std::uint64_t size() const { return file_.size(); }
  const std::filesystem::path& path() const { return file_.path(); }
  const std::optional<TornTail>& torn_tail() const { return torn_tail_; }

 private:
  std::optional<Frame> torn();
  [[noreturn]] void damaged(const std::string& text) const;
  bool only_zeros_from(std::uint64_t offset);

  InputFile file_;
  std::uint64_t position_ = 0;
  std::optional<TornTail> torn_tail_;
};

}  // namespace twinline::journal
