#include "live_bridge/main/judging.hpp"

#include <chrono>
#include <cstdio>

#include <fmt/format.h>

#include "live_bridge/rollout/stages.hpp"
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
  manifest::Judgement judgement =
      manifest::judge(options.manifest, *bridge.promotion, {now, plugin_of, options.evidence});
  const auto barred = rollout::BarredPolicies::read(rollout::barred_file(bridge.settings.store.journal));
  const manifest::PolicyIdentity& policy = judgement.read.manifest.policy;
  const std::string build = plugin_of(policy).value_or("");
  const std::string why =
      rollout::bar_of({judgement.read, judgement.signer, rollout::policy_of(judgement.read.manifest, build)}, barred);
  if (!why.empty()) judgement.refusals.push_back({manifest::Reason::barred, why});
  return judgement;
}

}  // namespace twinline::live
