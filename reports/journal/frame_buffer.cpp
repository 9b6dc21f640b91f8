#include "reports/journal/frame_buffer.hpp"

#include <system_error>

#include "reports/journal/journal_error.hpp"

namespace twinline::journal {
namespace {

constexpr std::size_t batch_bytes = std::size_t{256} << 10;

}  // namespace

FrameBuffer::FrameBuffer(const std::filesystem::path& path, Handover handover)
    : file_(path), handover_(handover), buffer_(magic) {}

FrameBuffer::~FrameBuffer() {
  try {
    flush();
  } catch (const JournalError&) {
    // Whoever wanted to know would have called close().
    return;
  }
}

bool FrameBuffer::begins_block(FrameKind kind) const {
  if (kind == FrameKind::header) return false;
  return blocks_.empty() || kind == FrameKind::snapshot || bytes() - blocks_.back().offset >= block_bytes;
}

void FrameBuffer::append(FrameKind kind, std::string_view payload, Time at) {
  if (payload.size() > record_limit) {
    throw JournalError(
        path(), bytes(),
        "a record of " + std::to_string(payload.size()) + " bytes; the limit is " + std::to_string(record_limit));
  }
  const std::size_t before = buffer_.size();
  // Between two entries the earlier time is the one that both blocks agree on.
  const Block block{bytes(), kind == FrameKind::snapshot ? at : latest_, kind == FrameKind::snapshot};
  const bool begins = begins_block(kind);
  append_frame(kind, payload, buffer_);
  if (handover_ == Handover::every_frame || buffer_.size() >= batch_bytes) {
    try {
      flush();
    } catch (...) {
      buffer_.resize(before);
      throw;
    }
  }
  if (begins) blocks_.push_back(block);
  latest_ = at;
}

void FrameBuffer::flush() {
  if (buffer_.empty()) return;
  file_.append(buffer_);
  buffer_.clear();
}

void FrameBuffer::sync() {
  flush();
  file_.sync();
}

void FrameBuffer::close() {
  flush();
  file_.append(closing_frames(blocks_, file_.size()));
  sync();
  sync_folder_of(path());
}

void FrameBuffer::discard() {
  buffer_.clear();
  std::error_code ignored;
  std::filesystem::remove(path(), ignored);
}

}  // namespace twinline::journal
