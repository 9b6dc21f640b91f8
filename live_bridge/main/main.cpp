// twinline-bridge: the command line. Here it is parsed and nothing else; each command has its own file.
#include <exception>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "live_bridge/main/commands.hpp"

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
  check_command->add_flag("--json", options.json, "Print problems as JSON");
  CLI::App* edge_command = add("edge-config", "Print the configuration of the Kamailio edge in front of the bridge");
  app.add_subcommand("password", "Read a password from standard input, print the line for desk_password_file");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return status == 0 ? fine : bad_input;
  }
  try {
    if (run_command->parsed()) return run(options);
    if (check_command->parsed()) return check(options);
    if (edge_command->parsed()) return edge_config(options);
    return password();
  } catch (const std::exception& error) {
    fmt::print(stderr, "twinline-bridge: {}\n", error.what());
    return failed;
  }
}
