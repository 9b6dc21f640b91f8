#include "reports/manifest/authenticity.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/json/text_file.hpp"
#include "reports/manifest/evidence.hpp"
#include "reports/manifest/forecast.hpp"
#include "reports/manifest/policies_code.hpp"

namespace twinline::manifest {
namespace {

/// Enough of a hash for people.
std::string brief(const std::string& hash) { return hash.substr(0, 12); }

/// Where a file that the manifest names has to lie.
std::filesystem::path place_of(const std::string& file, const std::filesystem::path& folder) {
  return folder / std::filesystem::path{file}.filename();
}

/// None, and that is against it, where it cannot be read.
std::optional<std::string> text_beside(const std::filesystem::path& path, std::vector<Refusal>& refusals) {
  auto text = reports::text_of_file(path);
  if (!text) refusals.push_back({Reason::evidence_missing, fmt::format("{} cannot be read", path.string())});
  return text;
}

void check_file(const Evidence& claimed, const std::filesystem::path& folder, std::vector<Refusal>& refusals) {
  const std::filesystem::path path = place_of(claimed.file, folder);
  const auto text = text_beside(path, refusals);
  if (!text) return;
  try {
    const Evidence found = read_evidence(*text, path.string(), claimed.arm);
    if (found.scenario_hash != claimed.scenario_hash) {
      refusals.push_back(
          {Reason::evidence_changed, fmt::format("{} is of scenario {}; the manifest speaks of {}", path.string(),
                                                 brief(found.scenario_hash), brief(claimed.scenario_hash))});
    } else if (!(found.build == claimed.build)) {
      refusals.push_back({Reason::evidence_changed,
                          fmt::format("{} was made by another build than the manifest says", path.string())});
    } else if (!(found == claimed)) {
      refusals.push_back(
          {Reason::evidence_changed, fmt::format("{} does not hold what the manifest says of it", path.string())});
    }
  } catch (const reports::JsonReadError& error) {
    refusals.push_back({Reason::evidence_changed, error.what()});
  }
}

void check_forecast(const Forecast& claimed, const std::filesystem::path& folder, std::vector<Refusal>& refusals) {
  const std::filesystem::path path = place_of(claimed.file, folder);
  const auto text = text_beside(path, refusals);
  if (!text) return;
  try {
    Forecast read = read_forecast(*text, path.string(), claimed.arm);
    if (!claimed.designs) read.designs.reset();  // not carried then, and nobody has vouched for it
    if (read == claimed) return;
    refusals.push_back(
        {Reason::evidence_changed, fmt::format("{} does not hold what the manifest says of it", path.string())});
  } catch (const reports::JsonReadError& error) {
    refusals.push_back({Reason::evidence_changed, error.what()});
  }
}

}  // namespace

void check_signature(const SignedManifest& read, const std::vector<KnownKey>& keys,
                     const std::vector<std::string>& revoked, std::vector<Refusal>& refusals) {
  if (!read.signature) {
    refusals.push_back({Reason::not_signed, "nobody has signed it"});
    return;
  }
  const Signature& signature = *read.signature;
  if (std::find(revoked.begin(), revoked.end(), signature.key) != revoked.end()) {
    refusals.push_back({Reason::revoked_key, fmt::format("key {} is revoked", signature.key)});
    return;
  }
  const auto key =
      std::find_if(keys.begin(), keys.end(), [&](const KnownKey& known) { return known.id == signature.key; });
  if (key == keys.end()) {
    refusals.push_back(
        {Reason::unknown_key, fmt::format("key {} is none of the {} that are known", signature.key, keys.size())});
  } else if (!is_signature(signature.value, canonical(read.manifest), key->public_key)) {
    refusals.push_back({Reason::tampered, fmt::format("this is not what key {} has signed", signature.key)});
  } else if (!read.is_as_written) {
    refusals.push_back({Reason::tampered, "the file holds more, or is laid out otherwise, than what was signed"});
  }
}

void check_time(const Manifest& manifest, Instant at, std::vector<Refusal>& refusals) {
  if (manifest.signed_at > at) {
    refusals.push_back({Reason::not_yet_signed,
                        fmt::format("it was signed at {}, and it is {}", to_text(manifest.signed_at), to_text(at))});
  }
  if (manifest.expires <= at) {
    refusals.push_back(
        {Reason::expired, fmt::format("it was good until {}, and it is {}", to_text(manifest.expires), to_text(at))});
  }
}

bool was_made_with(const Build& build, const PolicyIdentity& policy) {
  if (build.policies != policies_code()) return false;
  return policy.code == policies_code() ||
         std::find(build.plugins.begin(), build.plugins.end(), policy.code) != build.plugins.end();
}

void check_build(const Manifest& manifest, const PluginOf& plugin_of, std::vector<Refusal>& refusals) {
  const PolicyIdentity& policy = manifest.policy;
  const auto plugin = plugin_of(policy);
  if (!plugin) {
    refusals.push_back({Reason::wrong_build, fmt::format("there is no {} policy {} of version {} here", policy.kind,
                                                         policy.name, policy.version)});
  } else if (policy.code != code_of(*plugin)) {
    refusals.push_back({Reason::wrong_build, fmt::format("it is for policies {}; here {} would decide",
                                                         brief(policy.code), brief(code_of(*plugin)))});
  }
  for (const Evidence& evidence : manifest.evidence) {
    if (evidence.build.policies != policies_code()) {
      refusals.push_back({Reason::wrong_build, fmt::format("{} was made with policies {}; these are {}", evidence.file,
                                                           brief(evidence.build.policies), brief(policies_code()))});
    } else if (!was_made_with(evidence.build, policy)) {
      refusals.push_back(
          {Reason::wrong_build, fmt::format("{} was made without the plug-in {}", evidence.file, brief(policy.code))});
    }
  }
  if (manifest.forecast && !was_made_with(manifest.forecast->build, policy)) {
    refusals.push_back(
        {Reason::wrong_build, fmt::format("{} was made by a build with other policies", manifest.forecast->file)});
  }
}

void check_evidence(const Manifest& manifest, const std::filesystem::path& folder, std::vector<Refusal>& refusals) {
  if (manifest.evidence.empty()) refusals.push_back({Reason::evidence_missing, "it has none"});
  for (const Evidence& evidence : manifest.evidence) check_file(evidence, folder, refusals);
  if (manifest.forecast) check_forecast(*manifest.forecast, folder, refusals);
}

}  // namespace twinline::manifest
