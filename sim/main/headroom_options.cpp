#include "sim/main/headroom_options.hpp"

#include "sim/main/simulation_commands.hpp"

namespace twinline::cli {

CLI::App* add_headroom(CLI::App& app, HeadroomOptions& options) {
  auto* command = app.add_subcommand(
      "headroom", "Raise the load until a target breaks, and say what the centre runs short of first");
  command->add_option("scenario", options.scenario, "Scenario file (YAML)")->required();
  command
      ->add_option("--kpi", options.targets,
                   "A target: 'service_level>=80 %', 'loans.asa<=30 s', 'blocked_share<=1 %'; may be repeated. The "
                   "queues' service levels and 1 % of calls blocked when not given")
      ->allow_extra_args(false);
  command->add_option("--set", options.overlays, "Overlay PATH=VALUE, or routing=NAME[:param=value,…]; may be repeated")
      ->allow_extra_args(false);
  const CLI::Range load(0.001, 1000.0);
  command->add_option("--from", options.from, "The first load, as a factor of the scenario's arrivals; 1")->check(load);
  command->add_option("--to", options.to, "The last load; 5 when not given")->check(load);
  command->add_option("--step", options.step, "By how much the load goes up; 0.5 when not given")->check(load);
  command
      ->add_option(
          "--precision", options.precision,
          "How close to each other the last load that holds and the first that breaks are; 0.05 when not given")
      ->check(load);
  command->add_option("--seed", options.seed, "Seed of all draws; the scenario's own when not given")
      ->check(whole_number);
  command
      ->add_option("--replications", options.replications,
                   "Replications of each load; the scenario's number when not given")
      ->check(CLI::Range(std::uint64_t{2}, std::uint64_t{1'000'000}));
  command->add_option("--workers", options.workers, "Threads, or processes; one for each core when not given")
      ->check(CLI::Range(1U, 1024U));
  command->add_flag("--json", options.json, "Print the result as JSON");
  command->add_option("--out", options.out, "Folder for result.json");
  return command;
}

}  // namespace twinline::cli
