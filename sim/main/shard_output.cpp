#include "sim/main/shard_output.hpp"

#include <charconv>
#include <cstdio>

#include <fmt/format.h>

#include "sim/kernel/model_version.hpp"
#include "sim/lab/program_version.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/interruption.hpp"
#include "sim/main/terminal.hpp"

namespace twinline::cli {
namespace {

std::optional<std::uint64_t> whole(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

reports::Detail detail_of(const SimulationOptions& options) {
  if (options.detail == "counts") return reports::Detail::counts;
  return options.detail == "totals" ? reports::Detail::totals : reports::Detail::full;
}

std::optional<ShardNumber> shard_number(const std::string& text) {
  const auto slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const auto number = whole(std::string_view{text}.substr(0, slash)),
             of = whole(std::string_view{text}.substr(slash + 1));
  constexpr std::uint64_t most = 1'000'000;
  if (!number || !of || *number < 1 || *number > *of || *of > most) return std::nullopt;
  return ShardNumber{*number, *of};
}

shards::ShardHeader shard_header(const SimulationOptions& options, std::span<const WantedArm> wanted,
                                 std::span<const sim::ComparedArm> arms, const scenarios::Scenario& base) {
  shards::ShardHeader header;
  header.program_version = sim::program_version;
  header.model_version = sim::model_version;
  header.scenario = options.scenario;
  for (std::size_t arm = 0; arm < arms.size(); ++arm) {
    header.arms.push_back(
        {wanted[arm].name, wanted[arm].origin, wanted[arm].overlays, arms[arm].model->scenario().hash});
  }
  header.seed = options.seed.value_or(base.seed);
  header.replications = options.replications.value_or(base.replications);
  header.detail = detail_of(options);
  const ShardNumber shard = shard_number(options.shard).value_or(ShardNumber{});
  header.shard = shard.number;
  header.shards = shard.of;
  return header;
}

int write_shard(const SimulationOptions& options, const shards::ShardHeader& header,
                std::span<const sim::ComparedArm> arms, sim::Crew& crew) {
  const auto existing = options.resume ? sim::ExistingShard::resume : sim::ExistingShard::refuse;
  sim::ShardOutcome outcome;
  {
    ProgressLine progress("replications");
    sim::Effort effort;
    effort.crew = &crew;
    effort.stop = &interruption();
    effort.progress = [&](std::uint64_t done, std::uint64_t of) { progress.show(done, of); };
    outcome = sim::fill_shard(options.out_shard, header, arms, existing, effort);
  }
  for (const std::string& warning : outcome.warnings) fmt::print(stderr, "{}\n", warning);
  fmt::print(stderr, "{}: shard {}/{}, {} of {} replications\n", options.out_shard, header.shard, header.shards,
             outcome.found + outcome.computed, outcome.replications);
  return outcome.complete() ? fine : interrupted;
}

}  // namespace twinline::cli
