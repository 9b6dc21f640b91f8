#include "live_bridge/rollout/judge.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "reports/manifest/judgement.hpp"
#include "scenarios/menu/policy_menus.hpp"

namespace twinline::live::rollout {
namespace {

using scenarios::PolicyDescription;

/// The policy of this name and version that this process can make, if there is one.
std::optional<PolicyDescription> described(const manifest::PolicyIdentity& wanted) {
  const auto menu = scenarios::policy_menu().routing;
  const auto found = std::find_if(menu.begin(), menu.end(), [&](const PolicyDescription& policy) {
    return policy.name == wanted.name && policy.version == wanted.version;
  });
  return found == menu.end() ? std::nullopt : std::optional(*found);
}

std::optional<std::string> plugin_of(const manifest::PolicyIdentity& policy) {
  return scenarios::plugin_of(policy.kind, policy.name, policy.version);
}

/// What keeps the policy from being made for this centre.
void check_making(const PolicyDescription& policy, const Centre& centre, const std::vector<ParameterText>& parameters,
                  std::vector<std::string>& against) {
  std::vector<ParameterProblem> problems;
  policy.check(parameters, problems);
  for (const ParameterProblem& problem : problems) {
    against.push_back(problem.unknown ? fmt::format("parameters: there is no {}", problem.parameter)
                                      : fmt::format("parameters: {} {}", problem.parameter, problem.message));
  }
  for (const std::string& name : policy.reads) {
    if (std::find(centre.attributes.begin(), centre.attributes.end(), name) != centre.attributes.end()) continue;
    against.push_back(fmt::format("attributes: it reads '{}', which no caller has here", name));
  }
  if (!against.empty() || !policy.trial) return;
  if (const std::string refusal = policy.trial(centre, parameters); !refusal.empty()) {
    against.push_back(fmt::format("trial: made for this centre, it {}", refusal));
  }
}

}  // namespace

Verdict Judge::judge(const std::filesystem::path& file, UtcTime at) const {
  const manifest::Judgement judgement =
      manifest::judge(file, gate_, {std::chrono::floor<std::chrono::seconds>(at), plugin_of, {}});
  Verdict verdict;
  for (const manifest::Refusal& refusal : judgement.refusals) {
    verdict.against.push_back(fmt::format("{}: {}", manifest::reason_name(refusal.reason), refusal.detail));
  }
  const manifest::Manifest& read = judgement.read.manifest;
  if (read.policy.kind != "routing") {
    verdict.against.push_back(
        fmt::format("kind: it is for {}; only routing policies are rolled out here", read.policy.kind));
    return verdict;
  }
  const auto policy = described(read.policy);
  if (!policy) return verdict;  // which is among the refusals
  check_making(*policy, centre_, read.policy.parameters, verdict.against);
  verdict.promoted = Promoted{judgement.read, judgement.signer, policy_of(read, policy->build)};
  return verdict;
}

}  // namespace twinline::live::rollout
