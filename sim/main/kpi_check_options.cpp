#include "sim/main/kpi_check_options.hpp"

#include <CLI/CLI.hpp>

#include "reports/statistics/t_mixture.hpp"

namespace twinline::cli {

CLI::App* add_kpi_check(CLI::App& app, KpiCheckOptions& options) {
  auto* command =
      app.add_subcommand("kpi-check", "Hold the KPIs of scenarios against baselines; fail when one got worse");
  command->add_option("scenarios", options.scenarios, "Scenario files (YAML), or folders of them")->required();
  command->add_option("--baseline", options.baselines, "Folder of baselines, one file for each scenario")->required();
  auto* update = command->add_flag("--update", options.update,
                                   "Write baselines that are missing, renew those that changed, and say what changed");
  command
      ->add_option(
          "--budget", options.budget,
          "Replications of each arm at most, and how many --update keeps; the scenario's own, or 1000. No more "
          "than the baseline has")
      ->check(CLI::Range(twinline::statistics::enough_equal, std::uint64_t{100'000'000}));
  command->add_flag("--strict", options.strict, "Fail when a KPI is undecided, too")->excludes(update);
  command->add_option("--workers", options.workers, "Threads; one for each core when not given")
      ->check(CLI::Range(1U, 1024U));
  command->add_flag("--json", options.json, "Print the result as JSON")->excludes(update);
  command->add_option("--junit", options.junit, "Write the result as JUnit XML to this file")->excludes(update);
  command->add_option("--markdown", options.markdown, "Write the result as Markdown to this file")->excludes(update);
  return command;
}

}  // namespace twinline::cli
