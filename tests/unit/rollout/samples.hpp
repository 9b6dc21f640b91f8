// Manifests of small policies, signed by somebody, as a bridge has accepted them.
#pragma once

#include <string>

#include "live_bridge/rollout/promoted.hpp"
#include "reports/manifest/policies_code.hpp"
#include "reports/manifest/signing.hpp"

namespace twinline::live::rollout::samples {

/// Of one of Twinline's own routing policies without parameters.
inline Promoted promoted(const std::string& policy, std::uint64_t serial = 1) {
  static const manifest::PrivateKey key = manifest::PrivateKey::make();
  manifest::Manifest manifest;
  manifest.policy = {"routing", policy, 1, {}, manifest::policies_code()};
  manifest.serial = serial;
  manifest.author = "Anna";
  Promoted made;
  made.read = manifest::read_manifest(manifest::signed_by(key, manifest), "manifest.json");
  made.signer = "Anna";
  made.policy = policy_of(made.read.manifest, "");
  return made;
}

}  // namespace twinline::live::rollout::samples
