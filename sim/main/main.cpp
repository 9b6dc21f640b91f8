// twinline: the command line. Here it is parsed and nothing else; each command has its own file.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "scenarios/schema/diagnostics.hpp"
#include "sim/lab/program_version.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/headroom_options.hpp"
#include "sim/main/kpi_check_options.hpp"
#include "sim/main/manifest_options.hpp"
#include "sim/main/options.hpp"
#include "sim/main/rank_options.hpp"
#include "sim/main/rollout_options.hpp"
#include "sim/main/simgrid.hpp"
#include "sim/main/simulation_commands.hpp"

namespace {

using namespace twinline::cli;

CLI::App* add_merge(CLI::App& app, MergeOptions& options) {
  auto* command = app.add_subcommand("merge", "Print the report that shard files amount to, as one process would have");
  command->add_option("files", options.files, "Shard files")->required();
  command->add_option("--scenario", options.scenario, "The scenario file, where it is not where the shards say");
  auto* json = command->add_flag("--json", options.json, "Print the result as JSON");
  command->add_flag("--csv", options.csv, "Print the result as CSV")->excludes(json);
  command->add_option("--out", options.out, "Folder for report.html, result.json and the CSV files");
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

CLI::App* add_explain(CLI::App& app, ExplainOptions& options) {
  auto* command = app.add_subcommand("explain", "Tell the life of one call of a journal, and why it was routed so");
  command->add_option("journal", options.journal, "The journal")->required();
  command
      ->add_option("call", options.call,
                   "The call: its key (16 hexadecimal digits), slot:generation, or which arrival it was, from 1")
      ->required();
  command->add_option("--policy", options.policy,
                      "NAME[:param=value,…]: tell beside each decision what this routing policy would have decided");
  command->add_flag("--json", options.json, "Print the story as JSON");
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

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app{
      "Twinline: a digital twin of a call centre. Try routing, staffing and IVR policies before they are live.",
      "twinline"};
  app.set_version_flag("--version", std::string{"twinline "} + twinline::sim::program_version);
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 fine, 1 a run failed, a KPI got worse, a replay differs or a manifest is refused, 2 usage or bad "
      "input, 130 interrupted.");

  RunOptions run_options;
  CompareOptions compare_options;
  RankOptions rank_options;
  HeadroomOptions headroom_options;
  RolloutOptions rollout_options;
  MergeOptions merge_options;
  KpiCheckOptions kpi_check_options;
  CheckOptions check_options;
  PoliciesOptions policies_options;
  ImportCommandOptions bank_options, csv_options;
  ReplayOptions replay_options;
  ExplainOptions explain_options;
  ReportOptions report_options;
  KeyOptions key_options;
  SignOptions sign_options;
  VerifyOptions verify_options;
  CLI::App* run_command = add_run(app, run_options);
  add_world_option(*run_command, run_options);
  CLI::App* ab_command = add_ab(app, compare_options);
  CLI::App* rank_command = add_rank(app, rank_options);
  CLI::App* headroom_command = add_headroom(app, headroom_options);
  CLI::App* rollout_command = add_rollout(app, rollout_options);
  CLI::App* merge_command = add_merge(app, merge_options);
  CLI::App* kpi_check_command = add_kpi_check(app, kpi_check_options);
  CLI::App* check_command = add_check(app, check_options);
  CLI::App* policies_command = app.add_subcommand("policies", "List all policies and their parameters");
  policies_command->add_flag("--json", policies_options.json, "Print the list as JSON");
  const CLI::App* import_command = add_import(app, bank_options, csv_options);
  CLI::App* replay_command = add_replay(app, replay_options);
  CLI::App* explain_command = add_explain(app, explain_options);
  const CLI::App* report_command = add_report(app, report_options);
  const CLI::App* key_command = add_key(app, key_options);
  CLI::App* sign_command = add_sign(app, sign_options);
  CLI::App* verify_command = add_verify(app, verify_options);
  std::vector<std::string> plugins;
  for (CLI::App* command :
       {run_command, ab_command, rank_command, headroom_command, rollout_command, merge_command, kpi_check_command,
        check_command, policies_command, replay_command, explain_command, sign_command, verify_command}) {
    add_plugin_option(*command, plugins);
  }

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (tell_unknown_word(app, "twinline", {argv + 1, argv + argc})) return bad_input;
    return app.exit(error) == 0 ? fine : bad_input;
  }
  if (!load_plugins(plugins)) return bad_input;
  if (*run_command) {
    return with_output_written(run(run_options, run_options.world == "simgrid"
                                                    ? processes_on_simgrid(run_options.workers, argv)
                                                    : threads_or_grid(run_options.workers, argv)));
  }
  if (*ab_command) return with_output_written(compare(compare_options, threads_or_grid(compare_options.workers, argv)));
  if (*merge_command) return with_output_written(merge(merge_options));
  if (*rank_command) return with_output_written(rank(rank_options, threads_or_grid(rank_options.workers, argv)));
  if (*headroom_command) {
    return with_output_written(headroom(headroom_options, threads_or_grid(headroom_options.workers, argv)));
  }
  if (*rollout_command) return with_output_written(forecast_rollout(rollout_options));
  if (*kpi_check_command)
    return with_output_written(kpi_check(kpi_check_options, threads_or_grid(kpi_check_options.workers, argv)));
  if (*check_command) return with_output_written(check(check_options));
  if (*policies_command) return with_output_written(policies(policies_options));
  if (*replay_command) return with_output_written(replay(replay_options));
  if (*explain_command) return with_output_written(explain(explain_options));
  if (*report_command) return with_output_written(report(report_options));
  if (*key_command) return with_output_written(new_key(key_options));
  if (*sign_command) return with_output_written(sign(sign_options));
  if (*verify_command) return with_output_written(verify(verify_options));
  if (import_command->got_subcommand("bank-log")) return with_output_written(import_bank_log(bank_options));
  return with_output_written(import_csv(csv_options));
} catch (const std::exception& error) {
  fmt::print(stderr, "twinline: {}\n", error.what());
  return failed;
}
