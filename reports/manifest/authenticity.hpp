// Whether a manifest is what somebody who is believed has signed, for the code that would decide here, and whether its
// evidence is there. What the evidence must show is gate.hpp's.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "reports/manifest/keys.hpp"
#include "reports/manifest/manifest_json.hpp"
#include "reports/manifest/refusal.hpp"

namespace twinline::manifest {

/// Which shared object has the policy of this kind, name and version here: its SHA-256; empty where it is one of
/// Twinline's own, nothing where there is no such policy.
using PluginOf = std::function<std::optional<std::string>(const PolicyIdentity&)>;

/// Signature and key. A manifest whose key is not known cannot be held against it: only that is told of it then.
void check_signature(const SignedManifest& read, const std::vector<KnownKey>& keys,
                     const std::vector<std::string>& revoked, std::vector<Refusal>& refusals);

/// Signed not after `at`, and good for longer.
void check_time(const Manifest& manifest, Instant at, std::vector<Refusal>& refusals);

/// The code that would decide here is the one that is signed. Evidence counts only from a program with the same
/// policies, the plug-in included.
void check_build(const Manifest& manifest, const PluginOf& plugin_of, std::vector<Refusal>& refusals);

/// Whether the program that made the evidence had this code: its own policies', and the plug-in's where it is one's.
bool was_made_with(const Build& build, const PolicyIdentity& policy);

/// There is evidence, its files lie in the folder, and they say of scenario, arm, build and KPIs what the manifest
/// says.
void check_evidence(const Manifest& manifest, const std::filesystem::path& folder, std::vector<Refusal>& refusals);

}  // namespace twinline::manifest
