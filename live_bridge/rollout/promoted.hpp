// A manifest that this bridge has accepted, and the policy that it means, as this process can make it. Whether it is
// accepted is judge.hpp's to say, what becomes of it stages.hpp's.
#pragma once

#include <string>

#include "reports/journal/header.hpp"
#include "reports/manifest/manifest_json.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::live::rollout {

struct Promoted {
  manifest::SignedManifest read;
  std::string signer;  ///< the name of the key, as it was known then
  scenarios::PolicyChoice policy;
};

/// The policy that a manifest means; `build` is the SHA-256 of the plug-in that has it, empty for Twinline's own.
scenarios::PolicyChoice policy_of(const manifest::Manifest& manifest, const std::string& build);

/// As journals name it.
journal::PolicyIdentity identity_of(const scenarios::PolicyChoice& policy);

/// "skill_priority 1 (help_after 45 s)"
std::string in_words(const scenarios::PolicyChoice& policy);

/// "manifest 3f0c9a61b2d4 (serial 4, signed by Anna Muster)"
std::string in_words(const Promoted& promoted);

}  // namespace twinline::live::rollout
