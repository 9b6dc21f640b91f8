#include "reports/journal/frame.hpp"

#include <algorithm>

#include "reports/journal/checksum.hpp"
#include "reports/journal/journal_error.hpp"

namespace twinline::journal {
namespace {

constexpr std::size_t length_bytes = 4;
constexpr std::size_t checked_head_bytes = 5;

std::uint16_t head_check(std::string_view length_and_kind) {
  return static_cast<std::uint16_t>(crc32c(length_and_kind));
}

bool is_kind(std::uint64_t number) {
  return number >= static_cast<std::uint64_t>(FrameKind::header) &&
         number <= static_cast<std::uint64_t>(FrameKind::trailer);
}

}  // namespace

void append_number(std::uint64_t number, std::size_t bytes, std::string& to) {
  for (std::size_t byte = 0; byte < bytes; ++byte, number >>= 8) to.push_back(static_cast<char>(number & 0xFFU));
}

std::uint64_t number_from(std::string_view bytes) {
  std::uint64_t number = 0;
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte)
    number = number << 8 | static_cast<unsigned char>(*byte);
  return number;
}

void append_frame(FrameKind kind, std::string_view payload, std::string& to) {
  const std::size_t begin = to.size();
  append_number(payload.size(), length_bytes, to);
  append_number(static_cast<std::uint64_t>(kind), 1, to);
  append_number(head_check(std::string_view{to}.substr(begin)), 2, to);
  to.append(payload);
  append_number(crc32c(std::string_view{to}.substr(begin)), frame_tail_bytes, to);
}

std::string to_string(const TornTail& tail) {
  return tail.file.string() + ": byte " + std::to_string(tail.position) + ": the last " + std::to_string(tail.bytes) +
         " bytes are no whole frame and were left out";
}

FrameReader::FrameReader(const std::filesystem::path& path, const FileKind& kind) : file_(path) {
  if (file_.size() == 0) {
    torn();
    return;
  }
  const auto known = static_cast<std::size_t>(std::min<std::uint64_t>(kind.magic.size(), file_.size()));
  if (file_.read(0, known) != kind.magic.substr(0, known)) {
    throw JournalError(path, 0, "not " + std::string{kind.name} + "; it does not begin as one");
  }
  if (known < kind.magic.size()) {
    torn();
  } else {
    position_ = kind.magic.size();
  }
}

std::optional<Frame> FrameReader::next() {
  if (torn_tail_) return std::nullopt;
  const std::uint64_t rest = size() - position_;
  if (rest == 0) return std::nullopt;
  if (rest < frame_head_bytes) return torn();

  const std::string_view head = file_.read(position_, frame_head_bytes);
  const std::uint64_t length = number_from(head.substr(0, length_bytes));
  const std::uint64_t kind = number_from(head.substr(length_bytes, 1));
  const bool sound = number_from(head.substr(checked_head_bytes)) == head_check(head.substr(0, checked_head_bytes));
  if (!sound) {
    if (only_zeros_from(position_ + frame_head_bytes)) return torn();
    damaged("the head of a frame does not match its checksum");
  }
  if (!is_kind(kind)) damaged("a frame of the unknown kind " + std::to_string(kind));
  if (length > payload_limit) {
    damaged("a frame of " + std::to_string(length) + " bytes; the limit is " + std::to_string(payload_limit));
  }
  const std::uint64_t whole = frame_head_bytes + length + frame_tail_bytes;
  if (rest < whole) return torn();

  const std::string_view frame = file_.read(position_, static_cast<std::size_t>(whole));
  const std::string_view checked = frame.substr(0, frame.size() - frame_tail_bytes);
  if (number_from(frame.substr(checked.size())) != crc32c(checked)) {
    // The checksum is written last: where nothing but zeros follows its first bytes, the frame never became
    // whole.
    if (rest > whole && only_zeros_from(position_ + whole - 1)) return torn();
    damaged("a frame does not match its checksum");
  }
  const Frame found{static_cast<FrameKind>(kind), checked.substr(frame_head_bytes), position_};
  position_ += whole;
  return found;
}

std::optional<Frame> FrameReader::torn() {
  torn_tail_ = TornTail{path(), position_, size() - position_};
  return std::nullopt;
}

void FrameReader::damaged(const std::string& text) const { throw JournalError(path(), position_, text); }

/// A file that was given its length before its content ends in zeros after a crash.
bool FrameReader::only_zeros_from(std::uint64_t offset) {
  constexpr std::uint64_t piece = 1U << 16;
  for (; offset < size(); offset += piece) {
    const std::string_view bytes = file_.read(offset, static_cast<std::size_t>(std::min(piece, size() - offset)));
    if (bytes.find_first_not_of('\0') != std::string_view::npos) return false;
  }
  return true;
}

}  // namespace twinline::journal
