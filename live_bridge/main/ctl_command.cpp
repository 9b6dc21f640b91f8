#include "live_bridge/main/ctl_command.hpp"

#include <cstdio>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "live_bridge/main/commands.hpp"
#include "live_bridge/main/configuration.hpp"
#include "live_bridge/services/http_client.hpp"
#include "live_bridge/wall/clock.hpp"
#include "live_bridge/wall/secret_file.hpp"

namespace twinline::live {
namespace {

using Json = nlohmann::ordered_json;

// A manifest's plug-in is made once in a process of its own before it is accepted.
constexpr Duration patience = 20s;

Json body_of(const CtlOptions& options) {
  Json body = Json::object();
  if (!options.manifest.empty()) body["manifest"] = std::filesystem::absolute(options.manifest).string();
  if (options.action == "canary") {
    body["split"] = Json::object();
    for (const auto& [name, value] : options.split) {
      if (!value.empty()) body["split"][name] = value;
    }
    if (options.accepts_bias) body["accept_bias"] = true;
  }
  if (options.action == "freeze") body["on"] = !options.off;
  if (options.dry_run) body["dry_run"] = true;
  return body;
}

void print_lines(const Json& answer) {
  for (const Json& line : answer["lines"]) fmt::print("{}\n", line.get<std::string>());
  for (const Json& reason : answer["against"]) fmt::print("refused: {}\n", reason.get<std::string>());
}

int told(int status, const Json& answer, const CtlOptions& options) {
  if (answer.contains("error")) {
    fmt::print(stderr, "twinline-bridge ctl: {}\n", answer["error"].get<std::string>());
    return status == 400 ? bad_input : failed;
  }
  if (options.json) {
    fmt::print("{}\n", answer.dump(2));
  } else {
    print_lines(answer);
  }
  return status == 200 ? fine : failed;
}

}  // namespace

int ctl(const CtlOptions& options) {
  const auto bridge = usable(options.file);
  if (!bridge) return bad_input;
  const scenarios::Endpoint& at = bridge->settings.http.listen;
  const std::string token = options.who + "." + read_secret(options.token_file, "the operator's token");
  const Clock clock;
  services::HttpClient client(clock, {false, at.address, at.port, "/api/rollout/" + options.action}, token, patience);
  const auto response = client.post(body_of(options).dump());
  if (response.status == 0) {
    fmt::print(stderr, "twinline-bridge ctl: the bridge at {} cannot be asked: {}\n", scenarios::to_string(at),
               response.failure);
    return failed;
  }
  const Json answer = Json::parse(response.body, nullptr, false);
  if (answer.is_object() && (answer.contains("error") || answer.contains("lines"))) {
    return told(response.status, answer, options);
  }
  fmt::print(stderr, "twinline-bridge ctl: what answers at {} is no bridge (HTTP {})\n", scenarios::to_string(at),
             response.status);
  return failed;
}

}  // namespace twinline::live
