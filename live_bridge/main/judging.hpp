// A manifest on the command line, judged as the bridge of the file would judge it now.
#pragma once

#include <optional>

#include "live_bridge/main/commands.hpp"
#include "reports/manifest/judgement_text.hpp"
#include "scenarios/schema/load_bridge.hpp"

namespace twinline::live {

/// `options.manifest` by the file's bridge.promotion, with the plug-ins that are loaded, and by what is barred beside
/// the journal. Nothing, and it is told on standard error, where the file has no such block. Throws
/// reports::JsonReadError and manifest::KeyError.
std::optional<manifest::Judgement> judge_manifest(const CommandOptions& options, const scenarios::Bridge& bridge);

}  // namespace twinline::live
