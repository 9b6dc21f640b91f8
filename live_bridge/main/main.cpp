// twinline-bridge: the command line. Here it is parsed and nothing else; each command has its own file.
#include <algorithm>
#include <array>
#include <cstddef>
#include <exception>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "live_bridge/main/commands.hpp"
#include "live_bridge/main/ctl_command.hpp"
#include "live_bridge/main/recording_commands.hpp"

namespace twinline::live {
namespace {

using RecordingCommand = int (*)(const RecordingOptions&);

/// `recording …`; which of them was asked for stands in `chosen` once the command line is parsed.
void add_recording_commands(CLI::App& app, RecordingOptions& options, RecordingCommand& chosen) {
  CLI::App* recording = app.add_subcommand("recording", "Recordings: list, get, hold, audit, change the key");
  recording->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, RecordingCommand command) {
    CLI::App* added = recording->add_subcommand(name, help);
    added->add_option("file", options.file, "Scenario file (YAML) with bridge.recording")->required();
    added->callback([&chosen, command] { chosen = command; });
    return added;
  };
  add("list", "Show what is kept", list_recordings)->add_flag("--json", options.json, "Print JSON");
  CLI::App* get = add("get", "Write a recording as a WAV file: the caller left, the agent right", get_recording);
  get->add_option("recording", options.name, "Its name, as `list` shows it")->required();
  get->add_option("into", options.into, "The WAV file")->required();
  CLI::App* hold = add("hold", "Keep the recordings of a call until further notice", hold_recordings);
  hold->add_option("call", options.name, "The call's pseudonym, 16 hexadecimal digits")->required();
  hold->add_flag("--off", options.off, "End the hold");
  add("audit", "Print who did what, a JSON object a line", audit_recordings)
      ->add_flag("--verify", options.verify, "Only say whether a line is missing or changed");
  add("new-key", "Encrypt with a fresh key from now on", add_recording_key);
}

/// `ctl FILE ACTION`; which action stands in the options once the command line is parsed.
CLI::App* add_ctl_command(CLI::App& app, CtlOptions& options) {
  CLI::App* ctl = app.add_subcommand("ctl", "Have the running bridge roll a policy out, or back");
  ctl->require_subcommand(1);
  ctl->fallthrough();  // who asks may stand behind the action
  ctl->add_option("file", options.file, "Scenario file (YAML) that the bridge runs")->required();
  ctl->add_option("--as", options.who, "Who asks: one of bridge.promotion.operators")
      ->envname("TWINLINE_OPERATOR")
      ->required();
  ctl->add_option("--token-file", options.token_file, "The file with that operator's token")
      ->envname("TWINLINE_TOKEN_FILE")
      ->required();
  const auto add = [&](const char* name, const char* help) {
    CLI::App* added = ctl->add_subcommand(name, help);
    added->callback([&options, name] { options.action = name; });
    added->add_flag("--json", options.json, "Print JSON");
    return added;
  };
  const auto add_step = [&](const char* name, const char* help) {
    CLI::App* added = add(name, help);
    added->add_flag("--dry-run", options.dry_run, "Only say what would happen, and all that is against it");
    return added;
  };
  add("status", "Say what is in force, how far a rollout has come and how it does");
  add_step("promote", "Make the policy of a manifest the candidate, where bridge.promotion accepts it")
      ->add_option("manifest", options.manifest, "The manifest's file, its evidence beside it")
      ->required();
  add_step("shadow", "Let the candidate decide beside the policy in force; nothing of it is done");
  CLI::App* canary = add_step("canary", "Let the candidate decide about a part of the calls");
  options.split = {{"by", ""},          {"share", ""}, {"ramp", ""},    {"queues", ""},
                   {"freed_agent", ""}, {"block", ""}, {"wash_out", ""}};
  const std::array<const char*, 7> helps{"call, queue or block (of time)",
                                         "Of the calls or blocks: 10 %",
                                         "Shares in the order of time: 1 %, 10 % after 1 h",
                                         "By queue: those of the candidate",
                                         "By call, who decides about a freed agent: longest_waiting or drawn",
                                         "By block: its length, 30 min",
                                         "By block: the beginning of each that counts for neither arm"};
  for (std::size_t place = 0; place < helps.size(); ++place) {
    std::string flag = "--" + options.split[place].first;
    std::replace(flag.begin(), flag.end(), '_', '-');
    canary->add_option(flag, options.split[place].second, helps[place]);
  }
  canary->add_flag("--accept-bias", options.accepts_bias,
                   "Also where the manifest's simulation says that figures by this way are biased");
  add_step("full", "Let the candidate decide about all calls");
  add_step("rollback", "Give the candidate up; without one, go back to what was in force before");
  add_step("freeze", "Take no step forwards until further notice")->add_flag("--off", options.off, "End that");
  return ctl;
}

}  // namespace
}  // namespace twinline::live

int main(int argc, char** argv) {
  using namespace twinline::live;
  CLI::App app{"Routes production calls on SIP trunks with the policies that twinline has tested", "twinline-bridge"};
  app.set_version_flag("--version", std::string{"twinline-bridge "} + TWINLINE_VERSION);
  app.require_subcommand(1);
  CommandOptions options;
  const auto add = [&](const char* name, const char* help) {
    CLI::App* command = app.add_subcommand(name, help);
    command->add_option("file", options.file, "Scenario file (YAML) with a bridge block")->required();
    return command;
  };
  CLI::App* run_command = add("run", "Take calls until SIGTERM, which drains; SIGHUP reads the file again");
  run_command->add_flag("--verbose", options.verbose, "Log more");
  CLI::App* check_command = add("check", "Report every problem of the file");
  check_command->add_flag("--json", options.json, "Print problems, or the judgement, as JSON");
  auto* manifest = check_command->add_option("--manifest", options.manifest,
                                             "Say whether this manifest would be accepted, by bridge.promotion");
  check_command->add_option("--evidence", options.evidence, "Folder of its evidence; where it lies when not given")
      ->needs(manifest);
  CLI::App* shadow_command = add("shadow", "Ask a candidate beside a running bridge what it would have decided");
  auto* shadowed = shadow_command->add_option(
      "--manifest", options.manifest,
      "Its manifest, accepted by bridge.promotion; the candidate of the rollout when not given");
  shadow_command->add_option("--evidence", options.evidence, "Folder of its evidence; where it lies when not given")
      ->needs(shadowed);
  shadow_command->add_flag("--json", options.json, "Print what is seen as a line of JSON every second");
  CLI::App* explain_command =
      add("explain", "Print why a call of the bridge's journal was routed so, and what the other arm would have done");
  explain_command->add_option("call", options.call, "Its key, 16 hexadecimal digits, as desks and records show it")
      ->required();
  CLI::App* edge_command = add("edge-config", "Print the configuration of the Kamailio edge in front of the bridge");
  app.add_subcommand("password", "Read a password from standard input, print the line for desk_password_file");
  RecordingOptions recording_options;
  RecordingCommand recording_command = nullptr;
  add_recording_commands(app, recording_options, recording_command);
  CtlOptions ctl_options;
  CLI::App* ctl_command = add_ctl_command(app, ctl_options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return status == 0 ? fine : bad_input;
  }
  try {
    if (run_command->parsed()) return run(options);
    if (check_command->parsed()) return check(options);
    if (shadow_command->parsed()) return shadow_beside(options);
    if (explain_command->parsed()) return explain_call(options);
    if (edge_command->parsed()) return edge_config(options);
    if (ctl_command->parsed()) return ctl(ctl_options);
    if (recording_command) return recording_command(recording_options);
    return password();
  } catch (const std::exception& error) {
    fmt::print(stderr, "twinline-bridge: {}\n", error.what());
    return failed;
  }
}
