#include <cstdio>
#include <exception>
#include <new>

#include <fmt/format.h>

#include "scenarios/menu/policy_menus.hpp"
#include "sim/lab/comparison.hpp"
#include "sim/main/arms_input.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/interruption.hpp"
#include "sim/main/options.hpp"
#include "sim/main/output_files.hpp"
#include "sim/main/run_output.hpp"
#include "sim/main/sampling_designs.hpp"
#include "sim/main/scenario_input.hpp"
#include "sim/main/shard_output.hpp"
#include "sim/main/terminal.hpp"
#include "sim/twin/bad_input.hpp"

namespace twinline::cli {
namespace {

/// The scenario, and what was laid over the file's to make it.
struct LoadedRun {
  WantedArm as;
  scenarios::Scenario scenario;
};

std::optional<LoadedRun> load(const RunOptions& options) {
  const scenarios::ScenarioFile file(options.scenario, scenarios::policy_menu());
  ProblemTeller problems;
  auto overlays = overlays_of(options.overlays, "--set");
  if (!overlays) return std::nullopt;
  if (!options.arm.empty()) {
    const scenarios::Loaded as_arm = file.load_arm(options.arm);
    if (!problems.tell(as_arm)) return std::nullopt;
    for (const scenarios::ArmDefinition& arm : as_arm.arms) {
      if (arm.name == options.arm) overlays->insert(overlays->begin(), arm.overlays.begin(), arm.overlays.end());
    }
  }
  scenarios::Loaded loaded = file.load(*overlays, "--set");
  if (!problems.tell(loaded)) return std::nullopt;
  return LoadedRun{{options.arm, std::move(*overlays), "--set"}, std::move(*loaded.scenario)};
}

}  // namespace

int run(const RunOptions& options, const CrewMaker& make_crew) try {
  auto loaded = load(options);
  if (!loaded) return bad_input;
  std::vector<sim::ComparedArm> arms;
  arms.push_back({{loaded->as.name, {}}, std::make_unique<const sim::Model>(std::move(loaded->scenario))});
  const sim::Model& model = *arms.front().model;
  const std::uint64_t seed = options.seed.value_or(model.scenario().seed);
  const std::uint64_t replications = options.replications.value_or(model.scenario().replications);
  if (!can_be_run(model.scenario(), replications, detail_of(options))) return bad_input;
  if (model.scenario().infrastructure && options.world == "simgrid") {
    fmt::print(stderr,
               "--world simgrid is for scenarios without an infrastructure; SimGrid carries this one's as it is\n");
    return bad_input;
  }
  const auto crew = make_crew({&model});
  if (!crew) return fine;
  if (!options.out_shard.empty())
    return write_shard(options, shard_header(options, {&loaded->as, 1}, arms, model.scenario()), arms, *crew);

  require_writable_folder(options.out);
  // Before the long work, so that a path that cannot be written is told at once.
  if (!options.journal.empty()) crew->write_journal({&model, seed}, options.journal_replication, options.journal);

  sim::Effort effort;
  effort.replications = replications;
  effort.crew = crew.get();
  effort.detail = detail_of(options);
  effort.stop = &interruption();
  std::optional<reports::RunResult> result;
  {
    ProgressLine progress("replications");
    effort.progress = [&](std::uint64_t done, std::uint64_t of) { progress.show(done, of); };
    result = sim::run_model(model, seed, effort);
  }
  if (!result) return interrupted;

  show(*result, {options.out, options.json, options.csv});
  return fine;
} catch (const twin::BadInput& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
} catch (const std::bad_alloc&) {
  fmt::print(stderr, "twinline run: not enough memory for so many replications of this scenario\n");
  return failed;
} catch (const std::exception& error) {
  fmt::print(stderr, "twinline run: {}\n", error.what());
  return failed;
}

}  // namespace twinline::cli
