#include "sim/main/manifest_options.hpp"

#include <CLI/CLI.hpp>

#include "policies/contract/units.hpp"
#include "reports/manifest/instant.hpp"

namespace twinline::cli {
namespace {

constexpr const char* at_help = "What time it is, in UTC: 2026-11-22T12:00:00Z, as `date -u +%FT%TZ` prints it";

std::string utc_time(const std::string& text) {
  return manifest::parse_instant(text) ? "" : "Value " + text + " is no time such as 2026-11-22T12:00:00Z";
}

std::string positive_duration(const std::string& text) {
  const auto duration = parse_duration(text);
  return duration && *duration >= std::chrono::seconds{1} ? "" : "Value " + text + " is no duration such as '90 days'";
}

}  // namespace

CLI::App* add_key(CLI::App& app, KeyOptions& options) {
  auto* command = app.add_subcommand("key", "Make keys for signing manifests");
  command->require_subcommand(1);
  auto* made = command->add_subcommand("new", "Write a private key, and print the line of its public key");
  made->add_option("file", options.file, "Where the private key goes; must not be there yet")->required();
  made->add_option("--name", options.name, "Whose it is, as the line says");
  return command;
}

CLI::App* add_sign(CLI::App& app, SignOptions& options) {
  auto* command =
      app.add_subcommand("sign", "Write a signed manifest of a policy with the evidence that speaks for it");
  command->add_option("scenarios", options.scenarios, "Scenario files (YAML), each with the arm")->required();
  command->add_option("--arm", options.arm, "The arm whose policy is meant")->required();
  command->add_option("--evidence", options.evidence, "What `twinline ab --json` printed; may be repeated")
      ->required()
      ->allow_extra_args(false);
  command->add_option("--parity", options.parity, "What `twinline replay --json` printed");
  command->add_option("--rollout", options.rollout,
                      "What `twinline rollout --json` printed, with the arm as candidate");
  command->add_option("--previous", options.previous, "The manifest that this one follows; its serial is one more");
  command->add_option("--key", options.key, "The private key")->required();
  command->add_option("--author", options.author, "Who answers for it")->required();
  command->add_option("--at", options.at, at_help)->required()->check(utc_time);
  command->add_option("--valid-for", options.valid_for, "How long it is good; 90 days when not given")
      ->check(positive_duration);
  command->add_option("--out", options.out, "The manifest's file")->required();
  return command;
}

CLI::App* add_verify(CLI::App& app, VerifyOptions& options) {
  auto* command = app.add_subcommand("verify", "Say what a manifest speaks for, and whether to believe it");
  command->add_option("manifest", options.manifest, "The manifest")->required();
  command->add_option("--keys", options.keys,
                      "File or folder of public keys; those that the gate names when not given");
  command->add_option("--gate", options.gate, "Bridge configuration (YAML) whose bridge.promotion must be met");
  command->add_option("--evidence", options.evidence, "Folder of the evidence; the manifest's when not given");
  command->add_option("--at", options.at, at_help)->required()->check(utc_time);
  command->add_flag("--json", options.json, "Print the judgement as JSON");
  return command;
}

}  // namespace twinline::cli
