#include "reports/journal/writer.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "reports/journal/codec.hpp"
#include "reports/journal/frame_buffer.hpp"
#include "reports/journal/journal_error.hpp"
#include "reports/journal/record_bytes.hpp"
#include "reports/journal/segment.hpp"
#include "reports/journal/segment_names.hpp"

namespace twinline::journal {
namespace {

void make_way(const std::filesystem::path& path, Existing existing) {
  const std::vector<std::filesystem::path> present = segments_of(path);
  if (present.empty()) return;
  if (existing == Existing::refuse) {
    throw JournalError(present.front(), "is there already; a journal is not written over");
  }
  for (const std::filesystem::path& file : present) {
    std::error_code failed;
    if (!std::filesystem::is_regular_file(file, failed)) throw JournalError(file, "is not a file; it is not replaced");
    std::filesystem::remove(file, failed);
    if (failed) throw JournalError(file, "cannot be removed: " + failed.message());
  }
  // A single file hides numbered segments of the same name; they are of this journal too.
  make_way(path, existing);
}

/// Compression takes room beside the segment. Without it the segment stays as it is, which costs space and
/// nothing else.
void compress_if_there_is_room(const std::filesystem::path& path) {
  try {
    compress_segment(path);
  } catch (const JournalError&) {
    return;
  }
}

}  // namespace

class Writer::Segments {
 public:
  Segments(std::filesystem::path path, Header header, const Snapshot& opening, WriterOptions options)
      : path_(std::move(path)), header_(std::move(header)), options_(options), now_(opening.at) {
    if (options_.existing == Existing::follow) {
      if (options_.segment_bytes == 0) throw std::invalid_argument("only a journal of numbered segments is followed");
      number_ = last_segment_number(path_);
    } else {
      make_way(path_, options_.existing);
    }
    current_ = open_next(opening);
    ++number_;
  }

  void append(const EntryParts& parts, Time at) {
    encoder_.encode(parts);
    write(FrameKind::entry, at);
    ++header_.entries_before;
    now_ = at;
    if (const auto* policy = std::get_if<PolicyPutInForce>(&parts.fact)) put_in_force(*policy);
    if (const auto* centre = std::get_if<CentreReloaded>(&parts.fact)) put_in_force(*centre);
  }

  void append(const Preparation& preparation) {
    encoder_.encode(preparation);
    write(FrameKind::preparation, now_);
    prepared_.insert_or_assign(preparation.number, preparation);
  }

  void append(const Snapshot& snapshot) {
    if (is_full()) {
      begin_segment(snapshot);
    } else {
      encoder_.encode(snapshot);
      write(FrameKind::snapshot, snapshot.at);
    }
    now_ = snapshot.at;
  }

  bool is_full() const { return options_.segment_bytes > 0 && open_segment().bytes() >= options_.segment_bytes; }
  Time now() const { return now_; }
  void sync() { open_segment().sync(); }

  void close() {
    open_segment().close();
    finish(std::move(current_));
  }

 private:
  FrameBuffer& open_segment() const {
    if (!current_) throw std::logic_error("the journal is closed");
    return *current_;
  }

  void write(FrameKind kind, Time at) { open_segment().append(kind, encoder_.payload(), at); }

  /// The segment after the current one, with all that makes it replay by itself; leaves no file behind when
  /// it throws.
  std::unique_ptr<FrameBuffer> open_next(const Snapshot& opening) {
    const bool numbered = options_.segment_bytes > 0;
    auto next = std::make_unique<FrameBuffer>(numbered ? segment_path(path_, number_ + 1) : path_, options_.handover);
    try {
      encoder_.encode(header_);
      next->append(FrameKind::header, encoder_.payload(), opening.at);
      encoder_.encode(opening);
      next->append(FrameKind::snapshot, encoder_.payload(), opening.at);
      for (const auto& [number, preparation] : prepared_) {
        encoder_.encode(preparation);
        next->append(FrameKind::preparation, encoder_.payload(), opening.at);
      }
      next->flush();
    } catch (...) {
      next->discard();
      throw;
    }
    return next;
  }

  /// The next one is there before the old one is closed: a full disk between the two leaves the old one open.
  void begin_segment(const Snapshot& opening) {
    auto next = open_next(opening);
    try {
      open_segment().close();
    } catch (...) {
      next->discard();
      throw;
    }
    std::swap(current_, next);
    ++number_;
    finish(std::move(next));
  }

  void finish(std::unique_ptr<FrameBuffer> closed) {
    const std::filesystem::path path = closed->path();
    closed.reset();
    if (options_.compress) compress_if_there_is_room(path);
  }

  /// A number that nobody prepared changes nothing, here as in the ACD.
  void put_in_force(const PolicyPutInForce& fact) {
    const auto found = prepared_.find(fact.prepared);
    if (found == prepared_.end()) return;
    auto* policy = std::get_if<Preparation::Policy>(&found->second.what);
    if (policy == nullptr || policy->kind != fact.kind) return;
    switch (fact.kind) {
      case PolicyKind::routing: header_.routing = std::move(policy->identity); break;
      case PolicyKind::staffing: header_.staffing = std::move(policy->identity); break;
      case PolicyKind::ivr: header_.ivr = std::move(policy->identity); break;
    }
    prepared_.erase(found);
  }

  void put_in_force(const CentreReloaded& fact) {
    const auto found = prepared_.find(fact.prepared);
    if (found == prepared_.end()) return;
    auto* centre = std::get_if<Centre>(&found->second.what);
    if (centre == nullptr) return;
    header_.centre = std::move(*centre);
    prepared_.erase(found);
  }

  std::filesystem::path path_;
  Header header_;  ///< as the next segment will have it
  WriterOptions options_;
  std::map<std::uint32_t, Preparation> prepared_;  ///< not yet in force
  Encoder encoder_;
  Time now_;
  std::uint32_t number_ = 0;
  std::unique_ptr<FrameBuffer> current_;
};

Writer::Writer(const std::filesystem::path& path, Header header, const Snapshot& opening, WriterOptions options)
    : segments_(std::make_unique<Segments>(path, std::move(header), opening, options)) {}

Writer::~Writer() = default;
Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;

void Writer::append(Time at, const Fact& fact, std::span<const Decision> decisions,
                    std::span<const std::uint32_t> answers, std::span<const Reason> reasons, const Wishes& wishes,
                    const Happenings& happenings) {
  if (at < segments_->now()) throw std::invalid_argument("a fact is earlier than what the journal has already");
  segments_->append({at - segments_->now(), fact, decisions, answers, reasons, wishes, happenings}, at);
}

void Writer::append(const Preparation& preparation) { segments_->append(preparation); }

void Writer::append(const Snapshot& snapshot) {
  if (snapshot.at < segments_->now())
    throw std::invalid_argument("a snapshot is earlier than what the journal has already");
  segments_->append(snapshot);
}

bool Writer::segment_is_full() const { return segments_->is_full(); }

void Writer::sync() { segments_->sync(); }

void Writer::close() { segments_->close(); }

}  // namespace twinline::journal
