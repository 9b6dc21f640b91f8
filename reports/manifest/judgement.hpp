// Whether a manifest is accepted, and all that is against it. The one place that asks every question, for `twinline
// verify` and for the bridge alike. It is told what time it is.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "policies/contract/promotion_gate.hpp"
#include "reports/manifest/authenticity.hpp"
#include "reports/manifest/manifest_json.hpp"
#include "reports/manifest/refusal.hpp"

namespace twinline::manifest {

struct Judgement {
  SignedManifest read;
  std::string signer;             ///< the name of a known key; empty: nobody known
  std::vector<Refusal> refusals;  ///< none: it is accepted

  bool is_accepted() const { return refusals.empty(); }
};

/// What it is judged by, beside the gate.
struct Circumstances {
  Instant at;
  PluginOf plugin_of;                     ///< what would decide here
  std::filesystem::path evidence_folder;  ///< empty: where the manifest lies
};

/// Throws reports::JsonReadError where a file is no manifest, KeyError where the keys cannot be read.
Judgement judge(const std::filesystem::path& file, const PromotionGate& gate, const Circumstances& circumstances);

}  // namespace twinline::manifest
