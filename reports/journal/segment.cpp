#include "reports/journal/segment.hpp"

#include <memory>
#include <system_error>

#include <zstd.h>

#include "reports/journal/journal.pb.h"
#include "reports/journal/journal_error.hpp"
#include "reports/journal/output_file.hpp"

namespace twinline::journal {
namespace {

constexpr std::size_t record_head_bytes = 5;
constexpr std::size_t trailer_payload_bytes = 8;
constexpr std::size_t trailer_bytes = frame_head_bytes + trailer_payload_bytes + frame_tail_bytes;

/// Fixed, like the single thread, because another level would give other bytes.
constexpr int compression_level = 3;

bool is_record(FrameKind kind) {
  return kind == FrameKind::snapshot || kind == FrameKind::preparation || kind == FrameKind::entry;
}

std::optional<std::vector<Block>> blocks_of(std::string_view payload) {
  v1::BlockIndex message;
  if (!message.ParseFromArray(payload.data(), static_cast<int>(payload.size()))) return std::nullopt;
  std::vector<Block> blocks;
  for (const v1::BlockIndex::Block& block : message.blocks()) {
    blocks.push_back({block.offset(), Time{Duration{block.at()}}, block.snapshot()});
  }
  return blocks;
}

void append_record(const Frame& record, std::string& to) {
  append_number(record.payload.size(), record_head_bytes - 1, to);
  append_number(static_cast<std::uint64_t>(record.kind), 1, to);
  to.append(record.payload);
}

class Compressor {
 public:
  Compressor() : context_(ZSTD_createCCtx(), ZSTD_freeCCtx) {}

  std::string compressed(std::string_view records, const std::filesystem::path& path, std::uint64_t offset) {
    std::string payload(ZSTD_compressBound(records.size()), '\0');
    const std::size_t size = ZSTD_compressCCtx(context_.get(), payload.data(), payload.size(), records.data(),
                                               records.size(), compression_level);
    if (ZSTD_isError(size) != 0) {
      throw JournalError(path, offset, std::string{"a block cannot be compressed: "} + ZSTD_getErrorName(size));
    }
    payload.resize(size);
    return payload;
  }

 private:
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context_;
};

/// Writes the blocks of `from`, which lie open, as compressed ones.
void write_compressed(SegmentReader& from, const std::vector<Block>& open_blocks, OutputFile& to) {
  Compressor compressor;
  std::string piece{magic};
  std::vector<Block> blocks;
  std::string records;
  auto next_block = open_blocks.begin();
  const auto end_block = [&] {
    if (records.empty()) return;
    const std::string payload = compressor.compressed(records, from.path(), blocks.back().offset);
    append_frame(FrameKind::block, payload, piece);
    records.clear();
    to.append(piece);
    piece.clear();
  };
  while (const auto frame = from.next()) {
    if (frame->kind == FrameKind::header) {
      append_frame(frame->kind, frame->payload, piece);
      continue;
    }
    if (next_block != open_blocks.end() && next_block->offset == frame->offset) {
      end_block();
      blocks.push_back({to.size() + piece.size(), next_block->at, next_block->snapshot});
      ++next_block;
    }
    append_record(*frame, records);
  }
  end_block();
  to.append(closing_frames(blocks, to.size()));
}

}  // namespace

std::string closing_frames(const std::vector<Block>& blocks, std::uint64_t offset) {
  v1::BlockIndex message;
  for (const Block& block : blocks) {
    v1::BlockIndex::Block& added = *message.add_blocks();
    added.set_offset(block.offset);
    added.set_at(block.at.time_since_epoch().count());
    added.set_snapshot(block.snapshot);
  }
  std::string frames;
  append_frame(FrameKind::index, message.SerializeAsString(), frames);
  std::string index_offset;
  append_number(offset, trailer_payload_bytes, index_offset);
  append_frame(FrameKind::trailer, index_offset, frames);
  return frames;
}

std::optional<Frame> SegmentReader::next() {
  if (closed_) return std::nullopt;
  if (index_met_) {
    finish();
    return std::nullopt;
  }
  if (block_position_ < block_.size()) return next_in_block();
  const auto frame = frames_.next();
  if (!frame) return std::nullopt;
  switch (frame->kind) {
    case FrameKind::header:
    case FrameKind::snapshot:
    case FrameKind::preparation:
    case FrameKind::entry: return frame;
    case FrameKind::block: unpack(*frame); return next_in_block();
    case FrameKind::index:
      if (!blocks_of(frame->payload)) throw JournalError(path(), frame->offset, "the index makes no sense");
      index_met_ = true;
      finish();
      return std::nullopt;
    case FrameKind::trailer: break;
  }
  throw JournalError(path(), frame->offset, "a trailer without an index");
}

/// After the index only the trailer may come; a crash may have torn it.
void SegmentReader::finish() {
  const auto trailer = frames_.next();
  if (!trailer) return;
  const bool is_trailer = trailer->kind == FrameKind::trailer;
  if (!is_trailer || frames_.position() != frames_.size()) {
    throw JournalError(path(), is_trailer ? frames_.position() : trailer->offset,
                       "something follows after the end of the segment");
  }
  closed_ = true;
}

void SegmentReader::unpack(const Frame& block) {
  const unsigned long long size = ZSTD_getFrameContentSize(block.payload.data(), block.payload.size());
  if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size == 0 || size > payload_limit) {
    throw JournalError(path(), block.offset, "a block without a sensible size");
  }
  block_.resize(size);
  const std::size_t unpacked =
      ZSTD_decompress(block_.data(), block_.size(), block.payload.data(), block.payload.size());
  if (ZSTD_isError(unpacked) != 0 || unpacked != block_.size()) {
    block_.clear();
    throw JournalError(path(), block.offset, "a block that cannot be unpacked");
  }
  block_position_ = 0;
  block_offset_ = block.offset;
}

std::optional<Frame> SegmentReader::next_in_block() {
  const std::string_view rest = std::string_view{block_}.substr(block_position_);
  if (rest.size() >= record_head_bytes) {
    const std::uint64_t length = number_from(rest.substr(0, record_head_bytes - 1));
    const auto kind = static_cast<FrameKind>(rest[record_head_bytes - 1]);
    if (length <= rest.size() - record_head_bytes && is_record(kind)) {
      block_position_ += record_head_bytes + static_cast<std::size_t>(length);
      return Frame{kind, rest.substr(record_head_bytes, static_cast<std::size_t>(length)), block_offset_};
    }
  }
  throw JournalError(path(), block_offset_, "a block whose records do not fit together");
}

void SegmentReader::seek(std::uint64_t offset) {
  frames_.seek(offset);
  block_.clear();
  block_position_ = 0;
  index_met_ = false;
  closed_ = false;
}

std::optional<std::vector<Block>> SegmentReader::index() {
  if (frames_.size() < magic.size() + trailer_bytes) return std::nullopt;
  try {
    FrameReader end{path()};
    end.seek(end.size() - trailer_bytes);
    const auto trailer = end.next();
    if (!trailer || trailer->kind != FrameKind::trailer || trailer->payload.size() != trailer_payload_bytes) {
      return std::nullopt;
    }
    const std::uint64_t offset = number_from(trailer->payload);
    if (offset < magic.size() || offset >= end.size() - trailer_bytes) return std::nullopt;
    end.seek(offset);
    const auto index = end.next();
    if (!index || index->kind != FrameKind::index) return std::nullopt;
    const auto blocks = blocks_of(index->payload);
    if (!blocks) return std::nullopt;
    for (const Block& block : *blocks) {
      if (block.offset < magic.size() || block.offset >= offset) return std::nullopt;
    }
    return blocks;
  } catch (const JournalError&) {
    // An open segment ends in any bytes at all; read as a trailer they need not even look like a frame.
    return std::nullopt;
  }
}

void compress_segment(const std::filesystem::path& path) {
  SegmentReader from{path};
  const auto blocks = from.index();
  if (!blocks) throw JournalError(path, "is not closed; only closed segments are compressed");
  if (!blocks->empty()) {
    FrameReader first{path};
    first.seek(blocks->front().offset);
    const auto frame = first.next();
    if (frame && frame->kind == FrameKind::block) return;
  }
  std::filesystem::path beside = path;
  beside += ".compressing";
  std::error_code ignored;
  std::filesystem::remove(beside, ignored);  // of an attempt that did not end
  try {
    OutputFile to{beside};
    write_compressed(from, *blocks, to);
    to.sync();
  } catch (...) {
    std::filesystem::remove(beside, ignored);
    throw;
  }
  std::error_code failed;
  std::filesystem::rename(beside, path, failed);
  if (failed) throw JournalError(path, "cannot be replaced by its compressed form: " + failed.message());
  sync_folder_of(path);
}

}  // namespace twinline::journal
