// Whether a manifest is what somebody who is believed has signed, for the code that would decide here, and whether its
// evidence is there. What the evidence must show is gate.hpp's.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "reports/manifest/keys.hpp"
#include "reports/manifest/manifest_json.hpp"
#include "reports/manifest/refusal.hpp"

namespace twinline::manifest {

/// Signature and key. A manifest whose key is not known cannot be held against it: only that is told of it then.
void check_signature(const SignedManifest& read, const std::vector<KnownKey>& keys,
                     const std::vector<std::string>& revoked, std::vector<Refusal>& refusals);

/// Signed not after `at`, and good for longer.
void check_time(const Manifest& manifest, Instant at, std::vector<Refusal>& refusals);

/// `code` is the SHA-256 of what would decide here. Evidence counts only from a program with these policies, too.
void check_build(const Manifest& manifest, const std::string& code, std::vector<Refusal>& refusals);

/// There is evidence, its files lie in the folder, and they say of scenario, arm, build and KPIs what the manifest
/// says.
void check_evidence(const Manifest& manifest, const std::filesystem::path& folder, std::vector<Refusal>& refusals);

}  // namespace twinline::manifest
