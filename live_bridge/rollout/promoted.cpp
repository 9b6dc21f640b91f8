#include "live_bridge/rollout/promoted.hpp"

#include <fmt/format.h>

namespace twinline::live::rollout {

scenarios::PolicyChoice policy_of(const manifest::Manifest& manifest, const std::string& build) {
  return {manifest.policy.name, manifest.policy.version, manifest.policy.parameters, build};
}

journal::PolicyIdentity identity_of(const scenarios::PolicyChoice& policy) {
  return {policy.name, policy.version, policy.parameters, policy.build};
}

std::string in_words(const scenarios::PolicyChoice& policy) {
  std::string parameters;
  for (const ParameterText& parameter : policy.parameters) {
    if (parameter.value.empty()) continue;  // a list of nothing
    parameters += fmt::format("{}{} {}", parameters.empty() ? "" : ", ", parameter.name, parameter.value);
  }
  const std::string named = fmt::format("{} {}", policy.name, policy.version);
  return parameters.empty() ? named : fmt::format("{} ({})", named, parameters);
}

std::string in_words(const Promoted& promoted) {
  return fmt::format("manifest {} (serial {}, signed by {})", promoted.read.sha256.substr(0, 12),
                     promoted.read.manifest.serial, promoted.signer);
}

}  // namespace twinline::live::rollout
