#include "reports/manifest/judgement.hpp"

#include <fmt/format.h>

#include "reports/json/text_file.hpp"
#include "reports/manifest/authenticity.hpp"
#include "reports/manifest/gate.hpp"

namespace twinline::manifest {
namespace {

SignedManifest read_file(const std::filesystem::path& file) {
  const auto text = reports::text_of_file(file);
  if (!text) throw reports::JsonReadError(fmt::format("{}: cannot be read", file.string()));
  return read_manifest(*text, file.string());
}

}  // namespace

Judgement judge(const std::filesystem::path& file, const PromotionGate& gate, const Circumstances& circumstances) {
  Judgement judgement{read_file(file), {}, {}};
  const Manifest& manifest = judgement.read.manifest;
  InForce in_force;
  for (const auto& [kind, now] : gate.in_force) in_force.emplace(kind, read_file(now));
  const std::vector<KnownKey> keys = read_known_keys(gate.keys);
  for (const KnownKey& key : keys) {
    if (judgement.read.signature && key.id == judgement.read.signature->key) judgement.signer = key.name;
  }
  const auto& folder = circumstances.evidence_folder;
  check_signature(judgement.read, keys, gate.revoked, judgement.refusals);
  check_time(manifest, circumstances.at, judgement.refusals);
  check_build(manifest, circumstances.plugin_of, judgement.refusals);
  check_order(judgement.read, in_force, judgement.refusals);
  check_evidence(manifest, folder.empty() ? file.parent_path() : folder, judgement.refusals);
  check_gate(gate, manifest, circumstances.at, judgement.refusals);
  return judgement;
}

}  // namespace twinline::manifest
