#include "reports/journal/follower.hpp"

#include <system_error>
#include <type_traits>
#include <utility>

#include "reports/journal/codec.hpp"
#include "reports/journal/record_bytes.hpp"
#include "reports/journal/segment.hpp"
#include "reports/journal/segment_names.hpp"

namespace twinline::journal {
namespace {

/// The newest segment that is there; 0 where there is none, or where one is just being renamed.
std::uint32_t newest_segment(const std::filesystem::path& journal) {
  try {
    return last_segment_number(journal);
  } catch (const JournalError&) {
    return 0;  // one in between is missing: an operator is clearing up
  }
}

}  // namespace

class Follower::Position {
 public:
  explicit Position(std::filesystem::path journal) : journal_(std::move(journal)) {}

  std::optional<Record> next() {
    if (!frames_ && !enter(newest_segment(journal_))) return std::nullopt;
    for (;;) {
      if (auto record = next_here()) return record;
      if (!has_newer_segment()) return std::nullopt;
      // Once there is another segment, nothing more comes into this one; something may have before.
      if (auto record = next_here()) return record;
      if (!enter(number_ + 1)) return std::nullopt;
    }
  }

  const Header& header() const { return header_; }

  bool has_newer_segment() const {
    std::error_code ignored;
    return frames_ && std::filesystem::exists(segment_path(journal_, number_ + 1), ignored);
  }

  bool skip_to_newest() {
    const std::uint32_t newest = newest_segment(journal_);
    return frames_ && newest > number_ && enter(newest);
  }

 private:
  /// False, and nothing changes, while the segment has no whole header yet.
  bool enter(std::uint32_t number) {
    if (number == 0) return false;
    SegmentReader frames(segment_path(journal_, number));
    const auto frame = frames.next();
    if (!frame) return false;
    if (frame->kind != FrameKind::header) {
      throw JournalError(frames.path(), frame->offset, "a journal begins with a header; this one does not");
    }
    header_ = decoded(frames, *frame, [&] { return decoder_.header(frame->payload); });
    frames_.emplace(std::move(frames));
    number_ = number;
    return true;
  }

  std::optional<Record> next_here() {
    auto frame = frames_->next();
    if (!frame && !frames_->closed()) {
      frames_->look_again();
      frame = frames_->next();
    }
    if (!frame) return std::nullopt;
    return decoded(*frames_, *frame, [&] { return decoder_.record(*frame, now_); });
  }

  /// Adds file and position to what is wrong with a record.
  template <class Decode>
  static std::invoke_result_t<Decode> decoded(const SegmentReader& frames, const Frame& frame, Decode decode) {
    try {
      return decode();
    } catch (const BadRecord& problem) {
      throw JournalError(frames.path(), frame.offset, problem.what());
    }
  }

  std::filesystem::path journal_;
  std::optional<SegmentReader> frames_;
  std::uint32_t number_ = 0;
  Header header_;
  Time now_{};
  Decoder decoder_;
};

Follower::Follower(std::filesystem::path journal) : position_(std::make_unique<Position>(std::move(journal))) {}
Follower::~Follower() = default;

std::optional<Record> Follower::next() { return position_->next(); }
const Header& Follower::header() const { return position_->header(); }
bool Follower::has_newer_segment() const { return position_->has_newer_segment(); }
bool Follower::skip_to_newest() { return position_->skip_to_newest(); }

}  // namespace twinline::journal
