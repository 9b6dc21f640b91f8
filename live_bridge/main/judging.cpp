#include "live_bridge/main/judging.hpp"

#include <chrono>
#include <cstdio>

#include <fmt/format.h>

#include "live_bridge/wall/utc.hpp"
#include "scenarios/menu/policy_menus.hpp"

namespace twinline::live {

std::optional<manifest::Judgement> judge_manifest(const CommandOptions& options, const scenarios::Bridge& bridge) {
  if (!bridge.promotion) {
    fmt::print(stderr, "{}: has no bridge.promotion, so no manifest is accepted\n", options.file);
    return std::nullopt;
  }
  const auto plugin_of = [](const manifest::PolicyIdentity& policy) {
    return scenarios::plugin_of(policy.kind, policy.name, policy.version);
  };
  const auto now = std::chrono::floor<std::chrono::seconds>(utc_now());
  return manifest::judge(options.manifest, *bridge.promotion, {now, plugin_of, options.evidence});
}

}  // namespace twinline::live
