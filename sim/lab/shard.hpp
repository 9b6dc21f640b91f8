// A run shared out among processes that never talk to each other, as the jobs of an array do: each computes a fixed
// range of indices into a file of its own, and whoever has all files merges them to the bytes that one process gives.
// Which replications are there is decided by the files alone, so an interrupted process goes on where it was, and a
// file that was lost or damaged is computed again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "reports/shards/shard_file.hpp"
#include "sim/lab/comparison.hpp"
#include "sim/lab/crew.hpp"

namespace twinline::sim {

/// Indices from `first` up to, not including, `last`.
struct IndexRange {
  std::uint64_t first = 0, last = 0;
};

/// What shard `number` of `shards` (counted from 1) computes: ranges that differ in length by one at most.
IndexRange range_of_shard(std::uint64_t number, std::uint64_t shards, std::uint64_t replications);

/// The plan of a comparison as shard files keep it, and back: of a run, a plan with its seed.
shards::ShardComparison stored(const ComparisonPlan& plan);
ComparisonPlan plan_of(const shards::ShardHeader& header);

enum class ExistingShard : std::uint8_t {
  refuse,
  resume,  ///< keeps what is sound in it and computes the rest
};

struct ShardOutcome {
  std::uint64_t replications = 0;  ///< of the shard, all arms counted
  std::uint64_t found = 0, computed = 0;
  std::vector<std::string> warnings;  ///< what was cut off the file
  bool complete() const { return found + computed == replications; }
};

/// Computes what the file lacks of its shard and appends each replication as it is done. Throws journal::JournalError
/// where the file cannot be read or written, also when it is there and that is refused, or is of another run. Of the
/// effort, what the header does not say is looked at: crew, workers, progress and stop.
ShardOutcome fill_shard(const std::filesystem::path& path, const shards::ShardHeader& header,
                        std::span<const ComparedArm> arms, ExistingShard existing, Effort effort);

/// Replications that no file has, in words that say which and in which shard.
class MissingReplications : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Stands in for a crew with what shard files have.
class StoredCrew final : public Crew {
 public:
  /// Throws journal::JournalError for a file that cannot be read from its beginning, std::invalid_argument where two
  /// are not of one run. Damage and torn tails further on are warnings: what lies behind them is missing.
  explicit StoredCrew(std::span<const std::filesystem::path> files);

  /// Of the first file.
  const shards::ShardHeader& header() const { return readers_.front()->header(); }
  const std::vector<std::string>& warnings() const { return warnings_; }

  /// Tells who the arms of the header are, in its order. They must outlive the crew.
  void assign(std::span<const ComparedArm> arms);

  /// Throws MissingReplications at the first that is needed and in no file, and names all that are missing.
  bool perform(const Assignment& assignment) override;

 private:
  struct Place {
    std::size_t file = 0;
    shards::ShardEntry entry;
  };
  void read(std::size_t file);
  const Place* place_of(const Task& task) const;
  std::string words_for(const std::vector<std::uint64_t>& missing) const;

  std::vector<std::unique_ptr<shards::ShardReader>> readers_;
  std::map<std::pair<std::uint64_t, std::uint32_t>, Place> places_;  // by index and arm
  std::map<const Model*, std::uint32_t> arms_;
  std::vector<std::string> warnings_;
};

}  // namespace twinline::sim
