#include <cstdio>
#include <exception>
#include <filesystem>
#include <new>
#include <stdexcept>

#include <fmt/format.h>

#include "reports/journal/journal_error.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "sim/kernel/model_version.hpp"
#include "sim/lab/shard.hpp"
#include "sim/main/arms_input.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/interruption.hpp"
#include "sim/main/options.hpp"
#include "sim/main/output_files.hpp"
#include "sim/main/run_output.hpp"
#include "sim/main/terminal.hpp"
#include "sim/twin/bad_input.hpp"

namespace twinline::cli {
namespace {

/// The run as the shards name it: its scenario and arms, loaded again.
struct ShardedRun {
  scenarios::Scenario base;
  std::vector<sim::ComparedArm> arms;
};

/// Totals mean nothing beside another scenario than their own.
bool is_unchanged(const shards::ShardHeader& header, const std::vector<sim::ComparedArm>& arms,
                  const std::string& scenario) {
  for (std::size_t arm = 0; arm < arms.size(); ++arm) {
    if (arms[arm].model->scenario().hash == header.arms[arm].scenario_hash) continue;
    fmt::print(stderr, "{}: it is not as it was when the shards were computed; --scenario names another file\n",
               scenario);
    return false;
  }
  if (header.model_version == sim::model_version) return true;
  fmt::print(stderr, "the shards are of model version {}; this program has {}, so they cannot be resumed or merged\n",
             header.model_version, sim::model_version);
  return false;
}

std::optional<ShardedRun> load(const MergeOptions& options, const shards::ShardHeader& header) {
  const std::string& path = options.scenario.empty() ? header.scenario : options.scenario;
  const scenarios::ScenarioFile file(path, scenarios::policy_menu());
  ProblemTeller problems;
  scenarios::Loaded base = file.load();
  if (!problems.tell(base)) return std::nullopt;
  std::vector<WantedArm> wanted;
  for (const shards::ShardArm& arm : header.arms) wanted.push_back({arm.name, arm.overlays, arm.origin});
  auto arms = load_arms(file, wanted, problems);
  if (!arms || !is_unchanged(header, *arms, path)) return std::nullopt;
  return ShardedRun{std::move(*base.scenario), std::move(*arms)};
}

template <class Result>
int shown(const std::optional<Result>& result, const MergeOptions& options) {
  if (!result) return interrupted;
  show(*result, {options.out, options.json, options.csv});
  return fine;
}

}  // namespace

int merge(const MergeOptions& options) try {
  const std::vector<std::filesystem::path> files(options.files.begin(), options.files.end());
  sim::StoredCrew crew(files);
  for (const std::string& warning : crew.warnings()) fmt::print(stderr, "{}\n", warning);
  const shards::ShardHeader& header = crew.header();
  const auto run = load(options, header);
  if (!run) return bad_input;
  crew.assign(run->arms);

  require_writable_folder(options.out);

  sim::Effort effort;
  effort.replications = header.replications;
  effort.detail = header.detail;
  effort.crew = &crew;
  effort.stop = &interruption();
  if (header.comparison) return shown(sim::compare(run->base, run->arms, sim::plan_of(header), effort), options);
  return shown(sim::run_model(*run->arms.front().model, header.seed, effort), options);
} catch (const twin::BadInput& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
} catch (const journal::JournalError& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
} catch (const std::invalid_argument& error) {
  fmt::print(stderr, "twinline merge: {}\n", error.what());
  return bad_input;
} catch (const sim::MissingReplications& error) {
  fmt::print(stderr, "twinline merge: {}; run these shards again with --resume\n", error.what());
  return failed;
} catch (const std::bad_alloc&) {
  fmt::print(stderr, "twinline merge: not enough memory for so many replications of this scenario\n");
  return failed;
} catch (const std::exception& error) {
  fmt::print(stderr, "twinline merge: {}\n", error.what());
  return failed;
}

}  // namespace twinline::cli
