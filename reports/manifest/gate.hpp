// What an operator's gate says of a manifest: whether its evidence is of the scenarios asked for, young enough, and
// shows what is asked, and whether it comes after what is in force. Whether any of it is true is authenticity.hpp's.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "policies/contract/promotion_gate.hpp"
#include "reports/manifest/manifest_json.hpp"
#include "reports/manifest/refusal.hpp"

namespace twinline::manifest {

/// Kind of policy → the manifest that decides now.
using InForce = std::map<std::string, SignedManifest>;

/// Every asked scenario has its evidence. A KPI is asked of all evidence, against every arm that it was compared with;
/// so is every guardrail.
void check_gate(const PromotionGate& gate, const Manifest& manifest, Instant at, std::vector<Refusal>& refusals);

/// The serial must be greater than that of what is in force, unless it is the same file.
void check_order(const SignedManifest& read, const InForce& in_force, std::vector<Refusal>& refusals);

}  // namespace twinline::manifest
