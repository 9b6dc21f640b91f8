// A run or a comparison that goes into a shard file instead of a report.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/lab/shard.hpp"
#include "sim/main/arms_input.hpp"
#include "sim/main/options.hpp"

namespace twinline::cli {

/// "2/8": the second of eight.
struct ShardNumber {
  std::uint64_t number = 1, of = 1;
};
std::optional<ShardNumber> shard_number(const std::string& text);

/// What names the run of these arms, as the options describe it. Everything but the arms and `comparison` is the same
/// for runs and comparisons.
shards::ShardHeader shard_header(const SimulationOptions& options, std::span<const WantedArm> wanted,
                                 std::span<const sim::ComparedArm> arms, const scenarios::Scenario& base);

/// Computes the shard into options.out_shard and tells on standard error how far it is. The exit code.
int write_shard(const SimulationOptions& options, const shards::ShardHeader& header,
                std::span<const sim::ComparedArm> arms, sim::Crew& crew);

}  // namespace twinline::cli
