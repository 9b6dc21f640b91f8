// A shard file: the totals of some of a run's replications, in whatever order they were computed, so that several
// processes can share a run and an interrupted one can go on. The frames are the journal's, each with its checksum; a
// process that is killed leaves a torn tail, which is cut when the run goes on. What the totals amount to is the
// business of who merges.
//
//   file         magic, header, replication, replication, …
//   replication  number of the arm (4, little-endian), index (8), totals
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "reports/journal/frame.hpp"
#include "reports/journal/output_file.hpp"
#include "reports/kpi/totals.hpp"

namespace twinline::shards {

/// One arm of the run, as the command line made it.
struct ShardArm {
  std::string name, origin;
  std::vector<std::pair<std::string, std::string>> overlays;
  std::string scenario_hash;

  friend bool operator==(const ShardArm&, const ShardArm&) = default;
};

/// How arms are compared.
struct ShardComparison {
  bool paired = true;
  std::string method;          ///< of intervals, by its name
  bool until_decided = false;  ///< whoever merges stops at the first index at which all is decided

  friend bool operator==(const ShardComparison&, const ShardComparison&) = default;
};

/// What names a run, and which part of it is here. Two files belong together when all but their parts are equal.
struct ShardHeader {
  std::string program_version;
  std::uint32_t model_version = 0;
  std::optional<ShardComparison> comparison;  ///< none: one run, of one arm
  std::string scenario;                       ///< the file, as the command line named it
  std::vector<ShardArm> arms;
  std::uint64_t seed = 0;
  std::uint64_t replications = 0;  ///< of each arm, over all shards; with until_decided, at most
  reports::Detail detail = reports::Detail::full;
  std::uint64_t shard = 1, shards = 1;  ///< this one, counted from 1, of so many

  friend bool operator==(const ShardHeader&, const ShardHeader&) = default;
};

/// Whether both are parts of one run, split alike or not.
bool of_one_run(ShardHeader a, const ShardHeader& b);

/// Where a replication stands in a file.
struct ShardEntry {
  std::uint32_t arm = 0;
  std::uint64_t index = 0;
  std::uint64_t offset = 0;
};

class ShardReader {
 public:
  /// Throws JournalError, as every function here. A file that ends before its header does cannot be read.
  explicit ShardReader(const std::filesystem::path& path);

  const ShardHeader& header() const { return header_; }

  /// The next replication; none at the end of the file or of its whole frames.
  std::optional<ShardEntry> next();

  /// What stands there.
  reports::ReplicationTotals totals_at(const ShardEntry& entry);

  /// How many bytes have been found sound so far.
  std::uint64_t sound_bytes() const { return sound_bytes_; }
  const std::optional<journal::TornTail>& torn_tail() const { return frames_.torn_tail(); }
  const std::filesystem::path& path() const { return frames_.path(); }

 private:
  journal::FrameReader frames_;
  ShardHeader header_;
  std::uint64_t sound_bytes_ = 0;
};

class ShardWriter {
 public:
  /// Creates the file. Throws JournalError, as every function here, also when there is one of this name already.
  ShardWriter(const std::filesystem::path& path, const ShardHeader& header);

  /// Goes on with a file after its first bytes; what follows them is cut off.
  ShardWriter(const std::filesystem::path& path, std::uint64_t sound_bytes) : file_(path, sound_bytes) {}

  /// The kernel has it when this returns, so that it survives the process.
  void append(std::uint32_t arm, std::uint64_t index, const reports::ReplicationTotals& totals);

  /// Returns when the disk has it all.
  void sync();

 private:
  journal::OutputFile file_;
};

}  // namespace twinline::shards
