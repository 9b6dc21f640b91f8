#include "reports/journal/reader.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "reports/journal/codec.hpp"
#include "reports/journal/record_bytes.hpp"
#include "reports/journal/segment.hpp"
#include "reports/journal/segment_names.hpp"

namespace twinline::journal {
namespace {

/// One segment, opened: its header was read, its opening snapshot comes next.
struct OpenSegment {
  SegmentReader frames;
  Header header;
};

[[noreturn]] void refuse(const std::filesystem::path& file, std::uint64_t offset, const std::string& text) {
  throw JournalError(file, offset, text);
}

}  // namespace

class Reader::Position {
 public:
  explicit Position(const std::filesystem::path& path) : files_(segments_of(path)) {
    if (files_.empty()) throw JournalError(path, "there is no such journal");
    auto first = open(files_.front());
    if (!first) throw JournalError(files_.front(), "ends before its header does; nothing in it can be read");
    current_ = std::move(first);
  }

  std::optional<Record> next() {
    for (;;) {
      if (const auto frame = current_->frames.next()) return record_of(*frame);
      note(current_->frames.torn_tail());
      if (segment_ + 1 == files_.size()) return std::nullopt;
      auto following = open(files_[segment_ + 1]);
      // A crash may come while a segment is begun; it then has no header yet.
      if (!following && segment_ + 2 == files_.size()) return std::nullopt;
      if (!following) throw JournalError(files_[segment_ + 1], "ends before its header does, and others follow it");
      enter(segment_ + 1, std::move(*following));
    }
  }

  bool seek_snapshot(Time at) {
    for (std::size_t segment = files_.size(); segment-- > 0;) {
      auto candidate = open(files_[segment]);
      if (!candidate) continue;
      const auto place = last_snapshot(candidate->frames, at);
      if (!place) continue;
      candidate->frames.seek(*place);
      enter(segment, std::move(*candidate));
      return true;
    }
    return false;
  }

  void seek_segment(std::size_t segment) {
    auto target = open(files_.at(segment));
    if (!target) throw JournalError(files_[segment], "ends before its header does; nothing in it can be read");
    enter(segment, std::move(*target));
  }

  const Header& header() const { return current_->header; }
  const std::vector<std::filesystem::path>& files() const { return files_; }
  std::size_t segment() const { return segment_; }
  bool closed() const { return current_->frames.closed(); }
  const std::vector<TornTail>& torn_tails() const { return torn_tails_; }

 private:
  /// Nothing when the segment is torn before the end of its header; that is noted.
  std::optional<OpenSegment> open(const std::filesystem::path& file) {
    SegmentReader frames{file};
    const auto frame = frames.next();
    if (!frame) {
      note(frames.torn_tail());
      return std::nullopt;
    }
    if (frame->kind != FrameKind::header)
      refuse(file, frame->offset, "a journal begins with a header; this one does not");
    try {
      Header header = decoder_.header(frame->payload);
      return OpenSegment{std::move(frames), std::move(header)};
    } catch (const BadRecord& problem) {
      refuse(file, frame->offset, problem.what());
    }
  }

  void enter(std::size_t segment, OpenSegment opened) {
    current_ = std::move(opened);
    segment_ = segment;
    begun_ = false;
  }

  /// Where the last snapshot not after `at` can be read from. Jumps by the index where there is one.
  std::optional<std::uint64_t> last_snapshot(SegmentReader& frames, Time at) {
    std::optional<std::uint64_t> place;
    if (const auto blocks = frames.index()) {
      for (const Block& block : *blocks) {
        if (block.snapshot && block.at <= at) place = block.offset;
      }
      return place;
    }
    while (const auto frame = frames.next()) {
      if (frame->kind != FrameKind::snapshot) continue;
      if (read(frames, *frame, [&] { return decoder_.snapshot(frame->payload); }).at > at) break;
      place = frame->offset;
    }
    return place;
  }

  Record record_of(const Frame& frame) {
    if (!begun_ && frame.kind != FrameKind::snapshot) {
      refuse(current_->frames.path(), frame.offset, "a segment opens with a snapshot; this one does not");
    }
    begun_ = true;
    return read(current_->frames, frame, [&] { return decoder_.record(frame, now_); });
  }

  /// Adds file and position to what is wrong with a record.
  template <class Decode>
  static std::invoke_result_t<Decode> read(const SegmentReader& frames, const Frame& frame, Decode decode) {
    try {
      return decode();
    } catch (const BadRecord& problem) {
      refuse(frames.path(), frame.offset, problem.what());
    }
  }

  void note(const std::optional<TornTail>& tail) {
    if (!tail) return;
    const bool known = std::any_of(torn_tails_.begin(), torn_tails_.end(),
                                   [&](const TornTail& noted) { return noted.file == tail->file; });
    if (!known) torn_tails_.push_back(*tail);
  }

  std::vector<std::filesystem::path> files_;
  std::size_t segment_ = 0;
  std::optional<OpenSegment> current_;
  bool begun_ = false;  ///< a record of the current segment was read since it was entered
  Time now_{};
  Decoder decoder_;
  std::vector<TornTail> torn_tails_;
};

Reader::Reader(const std::filesystem::path& path) : position_(std::make_unique<Position>(path)) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;

const Header& Reader::header() const { return position_->header(); }
std::optional<Record> Reader::next() { return position_->next(); }
bool Reader::seek_snapshot(Time at) { return position_->seek_snapshot(at); }
const std::vector<std::filesystem::path>& Reader::segments() const { return position_->files(); }
std::size_t Reader::segment() const { return position_->segment(); }
void Reader::seek_segment(std::size_t position) { position_->seek_segment(position); }
bool Reader::closed() const { return position_->closed(); }
const std::vector<TornTail>& Reader::torn_tails() const { return position_->torn_tails(); }

}  // namespace twinline::journal
