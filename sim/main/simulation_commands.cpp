#include "sim/main/simulation_commands.hpp"

#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <system_error>

#include <fmt/format.h>

#include "reports/statistics/t_mixture.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/plugins/plugin.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/shard_output.hpp"

namespace twinline::cli {
namespace {

std::string part_number(const std::string& text) {
  return shard_number(text) ? "" : "Value " + text + " is no part such as 2/8, the second of eight";
}

void add_simulation_options(CLI::App& command, SimulationOptions& options) {
  command.add_option("scenario", options.scenario, "Scenario file (YAML)")->required();
  command.add_option("--seed", options.seed, "Seed of all draws; the scenario's own when not given")
      ->check(whole_number);
  command
      .add_option("--replications", options.replications, "Number of replications; the scenario's own when not given")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}));
  command.add_option("--workers", options.workers, "Threads; one for each core when not given")
      ->check(CLI::Range(1U, 1024U));
  auto* json = command.add_flag("--json", options.json, "Print the result as JSON");
  auto* csv = command.add_flag("--csv", options.csv, "Print the result as CSV")->excludes(json);
  auto* out = command.add_option("--out", options.out, "Folder for report.html, result.json and the CSV files");
  command
      .add_option(
          "--detail", options.detail,
          "What is kept of each replication: full; totals, without intervals of the day; counts, without quantiles of "
          "waits too")
      ->check(CLI::IsMember({"full", "totals", "counts"}));
  auto* out_shard = command.add_option("--out-shard", options.out_shard,
                                       "Write what was computed to this file, for twinline merge, instead of a report");
  out_shard->excludes(out)->excludes(json)->excludes(csv);
  command.add_option("--shard", options.shard, "I/N: compute the I-th of N equal parts only")
      ->needs(out_shard)
      ->check(part_number);
  command.add_flag("--resume", options.resume, "Go on with a shard file that is there already")->needs(out_shard);
}

}  // namespace

std::string whole_number(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size()) return {};
  return "Value " + text + " is no whole number from 0 to 18446744073709551615";
}

CLI::App* add_run(CLI::App& app, RunOptions& options) {
  auto* command = app.add_subcommand("run", "Simulate a scenario and print its KPIs");
  add_simulation_options(*command, options);
  command->add_option("--arm", options.arm, "Run the scenario as this arm of the file makes it");
  command->add_option("--set", options.overlays, "Overlay PATH=VALUE, or routing=NAME[:param=value,…]; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--journal", options.journal, "Write the journal of one replication to this file")
      ->excludes("--out-shard");
  command->add_option("--journal-replication", options.journal_replication, "Which one; 0 when not given")
      ->needs("--journal")
      ->check(whole_number);
  return command;
}

void add_world_option(CLI::App& run_command, RunOptions& options) {
  run_command
      .add_option("--world", options.world,
                  "Whose clock leads: calendar, when not given, or simgrid, with a process for each replication. Both "
                  "come to the same bytes")
      ->check(CLI::IsMember({"calendar", "simgrid"}));
}

CLI::App* add_ab(CLI::App& app, CompareOptions& options) {
  auto* command = app.add_subcommand("ab", "Compare arms of a scenario and give a verdict");
  add_simulation_options(*command, options);
  const char* help =
      "An arm of the file, or an overlay: routing=NAME[:param=value,…], staffing=…, ivr=…, PATH=VALUE; may be repeated";
  auto* a = command->add_option("--a", options.a, help)->allow_extra_args(false);
  auto* b = command->add_option("--b", options.b, help)->allow_extra_args(false);
  a->needs(b);
  b->needs(a);
  command
      ->add_option(
          "--set", options.overlays,
          "Overlay PATH=VALUE, or routing=NAME[:param=value,…], on every arm and on what they are compared on; "
          "may be repeated")
      ->allow_extra_args(false)
      ->excludes("--out-shard");
  command->add_flag("--independent", options.independent, "Let each arm have its own callers instead of the same ones");
  auto* until = command->add_flag("--until-decided", options.until_decided,
                                  "Look after every replication and stop when the KPIs that the scenario compares are "
                                  "decided; the default where its compare: has stop:");
  until->excludes("--replications");
  command
      ->add_option("--budget", options.budget,
                   "Replications of each arm at most when stopping at a decision; the scenario's own, or 4000")
      ->check(CLI::Range(statistics::first_look, std::uint64_t{100'000'000}))
      ->excludes("--replications");
  command
      ->add_option("--method", options.method,
                   "Where intervals come from: t for a fixed number of replications (the default), bootstrap for the "
                   "same, t_mixture for any number, which stopping at a decision needs")
      ->check(CLI::IsMember({"t", "t_mixture", "bootstrap"}));
  return command;
}

void add_plugin_option(CLI::App& command, std::vector<std::string>& files) {
  command
      .add_option("--plugin", files,
                  "A shared object with a policy of your own, as twinline_add_policy() builds it; may be repeated")
      ->allow_extra_args(false);
}

bool load_plugins(const std::vector<std::string>& files) {
  bool all_good = true;
  for (const std::string& file : files) {
    try {
      scenarios::add_plugin(file);
    } catch (const scenarios::PluginError& error) {
      fmt::print(stderr, "--plugin {}\n", error.what());
      all_good = false;
    }
  }
  return all_good;
}

int with_output_written(int exit_code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return exit_code;
  fmt::print(stderr, "twinline: the result cannot be written: {}\n", std::strerror(errno));
  return exit_code == fine ? failed : exit_code;
}

}  // namespace twinline::cli
