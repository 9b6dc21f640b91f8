// Evidence for a policy out of the files that other commands printed: comparisons ("twinline.ab/1") and replays
// ("twinline.replay/1"). Only what speaks of the arm is taken. Whether it is enough is the gate's business.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "reports/json/json_reader.hpp"
#include "reports/manifest/manifest.hpp"

namespace twinline::manifest {

/// What a comparison says of this arm in total and by queue. Throws reports::JsonReadError where the text is no
/// comparison, does not say by which program it was made, or holds nothing against the arm.
Evidence read_evidence(std::string_view text, const std::string& file, const std::string& arm);

/// The overlays of an arm, each as compact JSON. Throws reports::JsonReadError where it is no map.
std::map<std::string, std::string> read_overlays(const reports::JsonReader& overlays);

/// The program that a document names, and back. Throws reports::JsonReadError.
Build read_build(const reports::JsonReader& found);
nlohmann::ordered_json build_object(const Build& build);

/// A policy of this kind as manifests and replays write it. Throws reports::JsonReadError.
PolicyIdentity read_policy(const reports::JsonReader& found, const std::string& kind);

/// Throws reports::JsonReadError where the text is no replay's result, or that of one that found a difference, or where
/// the policy decided nothing in the journal.
Parity read_parity(std::string_view text, const std::string& file, const PolicyIdentity& policy);

}  // namespace twinline::manifest
