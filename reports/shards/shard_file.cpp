#include "reports/shards/shard_file.hpp"

#include "reports/journal/journal_error.hpp"
#include "reports/shards/shard.pb.h"
#include "reports/shards/totals_bytes.hpp"

namespace twinline::shards {
namespace {

using journal::FrameKind;
using journal::JournalError;

constexpr journal::FileKind shard_file{{"\x89TLS\r\n\x1a\n", 8}, "a shard file of twinline"};
constexpr std::uint32_t format_version = 1;
constexpr std::size_t arm_bytes = 4, index_bytes = 8;

std::string bytes_of(const ShardHeader& header) {
  v1::Header message;
  message.set_format_version(format_version);
  message.set_program_version(header.program_version);
  message.set_model_version(header.model_version);
  if (header.comparison) {
    v1::Comparison& comparison = *message.mutable_comparison();
    comparison.set_paired(header.comparison->paired);
    comparison.set_method(header.comparison->method);
    comparison.set_until_decided(header.comparison->until_decided);
  }
  message.set_scenario(header.scenario);
  for (const ShardArm& arm : header.arms) {
    v1::Arm& stored = *message.add_arms();
    stored.set_name(arm.name);
    stored.set_origin(arm.origin);
    stored.set_scenario_hash(arm.scenario_hash);
    for (const auto& [path, value] : arm.overlays) {
      v1::Overlay& overlay = *stored.add_overlays();
      overlay.set_path(path);
      overlay.set_value(value);
    }
  }
  message.set_seed(header.seed);
  message.set_replications(header.replications);
  message.set_detail(static_cast<std::uint32_t>(header.detail));
  message.set_shard(header.shard);
  message.set_shards(header.shards);
  return message.SerializeAsString();
}

ShardHeader header_of(const v1::Header& message) {
  ShardHeader header;
  header.program_version = message.program_version();
  header.model_version = message.model_version();
  if (message.has_comparison()) {
    const v1::Comparison& comparison = message.comparison();
    header.comparison = {comparison.paired(), comparison.method(), comparison.until_decided()};
  }
  header.scenario = message.scenario();
  for (const v1::Arm& stored : message.arms()) {
    ShardArm arm{stored.name(), stored.origin(), {}, stored.scenario_hash()};
    for (const v1::Overlay& overlay : stored.overlays()) arm.overlays.emplace_back(overlay.path(), overlay.value());
    header.arms.push_back(std::move(arm));
  }
  header.seed = message.seed();
  header.replications = message.replications();
  header.detail = static_cast<reports::Detail>(message.detail());
  header.shard = message.shard();
  header.shards = message.shards();
  return header;
}

bool is_sound(const v1::Header& message) {
  return message.detail() <= static_cast<std::uint32_t>(reports::Detail::full) && message.arms_size() > 0 &&
         message.shard() >= 1 && message.shard() <= message.shards() && message.replications() > 0;
}

/// From a frame of a replication.
ShardEntry entry_of(std::string_view payload, std::uint64_t offset) {
  return {static_cast<std::uint32_t>(journal::number_from(payload.substr(0, arm_bytes))),
          journal::number_from(payload.substr(arm_bytes, index_bytes)), offset};
}

}  // namespace

bool of_one_run(ShardHeader a, const ShardHeader& b) {
  a.shard = b.shard;
  a.shards = b.shards;
  return a == b;
}

ShardReader::ShardReader(const std::filesystem::path& path) : frames_(path, shard_file) {
  const auto frame = frames_.next();
  if (!frame) throw JournalError(path, "ends before its header does; nothing in it can be read");
  v1::Header message;
  if (frame->kind != FrameKind::header ||
      !message.ParseFromArray(frame->payload.data(), static_cast<int>(frame->payload.size())) || !is_sound(message)) {
    throw JournalError(path, frame->offset, "its header makes no sense");
  }
  if (message.format_version() > format_version) {
    throw JournalError(path, frame->offset,
                       "has format " + std::to_string(message.format_version()) + "; this program reads up to " +
                           std::to_string(format_version));
  }
  header_ = header_of(message);
  sound_bytes_ = frames_.position();
}

std::optional<ShardEntry> ShardReader::next() {
  const auto frame = frames_.next();
  if (!frame) return std::nullopt;
  if (frame->kind != FrameKind::entry || frame->payload.size() < arm_bytes + index_bytes)
    throw JournalError(path(), frame->offset, "a frame that is no replication");
  const ShardEntry entry = entry_of(frame->payload, frame->offset);
  if (entry.arm >= header_.arms.size() || entry.index >= header_.replications)
    throw JournalError(path(), frame->offset, "a replication that the run does not have");
  sound_bytes_ = frames_.position();
  return entry;
}

reports::ReplicationTotals ShardReader::totals_at(const ShardEntry& entry) {
  frames_.seek(entry.offset);
  const auto frame = frames_.next();
  if (!frame || entry_of(frame->payload, entry.offset).index != entry.index)
    throw JournalError(path(), entry.offset, "has changed since it was read");
  try {
    return from_bytes(frame->payload.substr(arm_bytes + index_bytes));
  } catch (const BadTotals& error) {
    throw JournalError(path(), entry.offset, error.what());
  }
}

ShardWriter::ShardWriter(const std::filesystem::path& path, const ShardHeader& header) : file_(path) {
  std::string opening{shard_file.magic};
  journal::append_frame(FrameKind::header, bytes_of(header), opening);
  file_.append(opening);
  journal::sync_folder_of(path);
}

void ShardWriter::append(std::uint32_t arm, std::uint64_t index, const reports::ReplicationTotals& totals) {
  std::string payload;
  journal::append_number(arm, arm_bytes, payload);
  journal::append_number(index, index_bytes, payload);
  payload += to_bytes(totals);
  std::string frame;
  journal::append_frame(FrameKind::entry, payload, frame);
  file_.append(frame);
}

void ShardWriter::sync() { file_.sync(); }

}  // namespace twinline::shards
