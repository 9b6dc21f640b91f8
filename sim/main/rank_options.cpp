#include "sim/main/rank_options.hpp"

#include "sim/main/simulation_commands.hpp"

namespace twinline::cli {
namespace {

void add_systems(CLI::App& command, RankOptions& options) {
  auto* arms =
      command.add_option("--arm", options.arms,
                         "A system: an arm of the file, or an overlay: routing=NAME[:param=value,…], PATH=VALUE; "
                         "may be repeated. All arms of the file when neither this nor --grid is given");
  auto* grids = command.add_option("--grid", options.grids,
                                   "PATH=VALUE,VALUE,…: every system with each of these values; may be repeated, grids "
                                   "are crossed");
  auto* standard =
      command.add_option("--standard", options.standard, "The system that others must beat, as --arm describes one");
  auto* searches = command.add_option("--search", options.searches,
                                      "PATH=LOW..HIGH: search the best value in between; may be repeated");
  for (auto* option : {arms, grids, searches}) option->allow_extra_args(false);
  for (auto* option : {arms, grids, standard}) searches->excludes(option);
  command.add_option("--points", options.points, "How many points a search tries; 40 when not given")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{10'000}))
      ->needs(searches);
}

void add_procedure(CLI::App& command, RankOptions& options) {
  const CLI::Range some(std::uint64_t{2}, std::uint64_t{100'000'000});
  command.add_option("--procedure", options.procedure, "kn: selects with a promise; ocba: makes the most of a budget")
      ->check(CLI::IsMember({"kn", "ocba"}))
      ->excludes("--search");
  command.add_option("--confidence", options.confidence, "With which kn keeps its promise; 95 % when not given")
      ->excludes("--search");
  command.add_option("--indifference", options.indifference,
                     "The smallest difference that matters, 1 pp or 2 s; the scenario's least_effect when not given");
  command
      .add_option("--first-stage", options.first_stage,
                  "Replications of each system before any is judged, and of each point of a search; 20 when not given")
      ->check(some);
  command
      .add_option("--budget", options.budget, "Replications of all systems together, after which the procedure ends")
      ->check(some)
      ->excludes("--search");
  command
      .add_option("--fresh", options.fresh,
                  "Fresh replications on which the winner is looked at again; the scenario's number when not given")
      ->check(some);
}

}  // namespace

CLI::App* add_rank(CLI::App& app, RankOptions& options) {
  auto* command = app.add_subcommand("rank", "Find the best of many systems in one KPI, and say how sure that is");
  command->add_option("scenario", options.scenario, "Scenario file (YAML)")->required();
  command->add_option("--kpi", options.kpi, "What to be best in: service_level, or loans.service_level for one queue")
      ->required();
  add_systems(*command, options);
  add_procedure(*command, options);
  command->add_option("--seed", options.seed, "Seed of all draws; the scenario's own when not given")
      ->check(whole_number);
  command->add_option("--workers", options.workers, "Threads; one for each core when not given")
      ->check(CLI::Range(1U, 1024U));
  command->add_flag("--json", options.json, "Print the result as JSON");
  command->add_option("--out", options.out, "Folder for report.html and result.json");
  return command;
}

}  // namespace twinline::cli
