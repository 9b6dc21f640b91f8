// twinline: the command line. Here it is parsed and nothing else; each command has its own file.
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <system_error>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "reports/statistics/t_mixture.hpp"
#include "scenarios/schema/diagnostics.hpp"
#include "sim/lab/program_version.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/options.hpp"

namespace {

using namespace twinline::cli;

/// CLI11 would take -1 for a very large number and a larger one than fits for the largest.
std::string whole_number(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size()) return {};
  return "Value " + text + " is no whole number from 0 to 18446744073709551615";
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
  command.add_flag("--csv", options.csv, "Print the result as CSV")->excludes(json);
  command.add_option("--out", options.out, "Folder for report.html, result.json and the CSV files");
}

CLI::App* add_run(CLI::App& app, RunOptions& options) {
  auto* command = app.add_subcommand("run", "Simulate a scenario and print its KPIs");
  add_simulation_options(*command, options);
  command->add_option("--arm", options.arm, "Run the scenario as this arm of the file makes it");
  command->add_option("--set", options.overlays, "Overlay PATH=VALUE, or routing=NAME[:param=value,…]; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--journal", options.journal, "Write the journal of one replication to this file");
  command->add_option("--journal-replication", options.journal_replication, "Which one; 0 when not given")
      ->needs("--journal")
      ->check(whole_number);
  return command;
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
  command->add_flag("--independent", options.independent, "Let each arm have its own callers instead of the same ones");
  auto* until = command->add_flag("--until-decided", options.until_decided,
                                  "Look after every replication and stop when the KPIs that the scenario compares are "
                                  "decided; the default where its compare: has stop:");
  until->excludes("--replications");
  command
      ->add_option("--budget", options.budget,
                   "Replications of each arm at most when stopping at a decision; the scenario's own, or 4000")
      ->check(CLI::Range(twinline::statistics::first_look, std::uint64_t{100'000'000}))
      ->excludes("--replications");
  command
      ->add_option("--method", options.method,
                   "Where intervals come from: t for a fixed number of replications (the default), bootstrap for the "
                   "same, t_mixture for any number, which stopping at a decision needs")
      ->check(CLI::IsMember({"t", "t_mixture", "bootstrap"}));
  return command;
}

CLI::App* add_check(CLI::App& app, CheckOptions& options) {
  auto* command = app.add_subcommand("check", "Report every problem of scenario files");
  auto* files = command->add_option("scenario", options.scenarios, "Scenario files (YAML)");
  auto* schema = command->add_flag("--schema", options.schema, "Print the JSON Schema of scenario files instead");
  schema->excludes(files);
  command->add_flag("--json", options.json, "Print problems as JSON");
  return command;
}

CLI::App* add_import(CLI::App& app, ImportCommandOptions& bank, ImportCommandOptions& csv) {
  auto* command = app.add_subcommand("import", "Read a call log into a call table");
  command->require_subcommand(1);
  const auto common = [](CLI::App& format, ImportCommandOptions& options) {
    format.add_option("log", options.log, "The log")->required();
    format.add_option("--out", options.out,
                      "Where the call table goes; without it the log is only read and reported on");
    format.add_flag("--strict", options.strict, "Fail when any row is bad, and write nothing");
    format.add_flag("--json", options.json, "Print the import report as JSON");
  };
  auto* bank_log = command->add_subcommand("bank-log", "The 17-column log of the Anonymous Bank");
  common(*bank_log, bank);
  bank_log->add_option("--time-zone", bank.time_zone, "IANA zone of the log's clock; Asia/Jerusalem when not given");
  auto* any_csv = command->add_subcommand("csv", "Any CSV, by a column map");
  common(*any_csv, csv);
  auto* map = any_csv->add_option("--map", csv.map, "Column map (YAML)");
  any_csv->add_flag("--guess", csv.guess, "Propose a column map instead of importing")->excludes(map);
  return command;
}

CLI::App* add_replay(CLI::App& app, ReplayOptions& options) {
  auto* command =
      app.add_subcommand("replay", "Feed a journal to its policies again and hold every decision against it");
  command->add_option("journal", options.journal, "The journal")->required();
  auto* segment = command->add_option("--segment", options.segment, "Begin at this segment, counted from 0");
  segment->check(whole_number);
  command
      ->add_option("--policy", options.policy,
                   "NAME[:param=value,…]: print where this routing policy would have decided otherwise")
      ->excludes(segment);
  command->add_flag("--json", options.json, "Print the result as JSON");
  return command;
}

CLI::App* add_report(CLI::App& app, ReportOptions& options) {
  auto* command = app.add_subcommand("report", "Fold the KPIs of a journal, simulated or live");
  command->add_option("journal", options.journal, "The journal")->required();
  auto* json = command->add_flag("--json", options.json, "Print the result as JSON");
  command->add_flag("--csv", options.csv, "Print the result as CSV")->excludes(json);
  command->add_option("--out", options.out, "Folder for report.html, result.json and the CSV files");
  return command;
}

/// For `twinline rnu` and `twinline import --fast`: CLI11 would only say that a command is missing. `words` follow
/// `path`.
bool tell_unknown_word(const CLI::App& app, const std::string& path, const std::vector<std::string>& words) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  if (names.empty() || words.empty()) return false;
  const std::string& word = words.front();
  if (std::find(names.begin(), names.end(), word) != names.end())
    return tell_unknown_word(*app.get_subcommand(word), path + " " + word, {words.begin() + 1, words.end()});
  const bool is_option = word.starts_with('-');
  if (is_option && app.get_option_no_throw(word) != nullptr) return false;
  const std::string remedy = is_option ? std::string{} : twinline::scenarios::did_you_mean(word, names);
  fmt::print(stderr, "{}: there is no {} {}{}\n", path, is_option ? "option" : "command",
             twinline::scenarios::in_quotes(word),
             remedy.empty() ? "; expected " + twinline::scenarios::listed(names, "or") : remedy);
  return true;
}

/// What was printed may still be on its way: a full disk shows only now.
int with_output_written(int exit_code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return exit_code;
  fmt::print(stderr, "twinline: the result cannot be written: {}\n", std::strerror(errno));
  return exit_code == fine ? failed : exit_code;
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app{
      "Twinline: a digital twin of a call centre. Try routing, staffing and IVR policies before they are live.",
      "twinline"};
  app.set_version_flag("--version", std::string{"twinline "} + twinline::sim::program_version);
  app.require_subcommand(1);
  app.footer("Exit codes: 0 fine, 1 a run failed or a replay differs, 2 usage or bad input, 130 interrupted.");

  RunOptions run_options;
  CompareOptions compare_options;
  CheckOptions check_options;
  PoliciesOptions policies_options;
  ImportCommandOptions bank_options, csv_options;
  ReplayOptions replay_options;
  ReportOptions report_options;
  const CLI::App* run_command = add_run(app, run_options);
  const CLI::App* ab_command = add_ab(app, compare_options);
  const CLI::App* check_command = add_check(app, check_options);
  CLI::App* policies_command = app.add_subcommand("policies", "List all policies and their parameters");
  policies_command->add_flag("--json", policies_options.json, "Print the list as JSON");
  const CLI::App* import_command = add_import(app, bank_options, csv_options);
  const CLI::App* replay_command = add_replay(app, replay_options);
  const CLI::App* report_command = add_report(app, report_options);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (tell_unknown_word(app, "twinline", {argv + 1, argv + argc})) return bad_input;
    return app.exit(error) == 0 ? fine : bad_input;
  }
  if (*run_command) return with_output_written(run(run_options));
  if (*ab_command) return with_output_written(compare(compare_options));
  if (*check_command) return with_output_written(check(check_options));
  if (*policies_command) return with_output_written(policies(policies_options));
  if (*replay_command) return with_output_written(replay(replay_options));
  if (*report_command) return with_output_written(report(report_options));
  if (import_command->got_subcommand("bank-log")) return with_output_written(import_bank_log(bank_options));
  return with_output_written(import_csv(csv_options));
} catch (const std::exception& error) {
  fmt::print(stderr, "twinline: {}\n", error.what());
  return failed;
}
