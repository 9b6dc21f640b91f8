// From the same YAML file to what a bridge runs: the centre with its policies, and how calls and agents reach it. Whom
// calls come from and how people behave may be missing here: a bridge meets them instead of simulating them. What
// `bridge:` says is checked the same way when the file is simulated (load.hpp), where it changes no result.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "policies/contract/promotion_gate.hpp"
#include "scenarios/schema/bridge.hpp"
#include "scenarios/schema/policy_menu.hpp"
#include "scenarios/schema/problem.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::scenarios {

/// What a bridge runs.
struct Bridge {
  /// Centre, site, seed and policies. Centre::agents are the agents of the bridge block, in its order, by their names
  /// there; callers, people and what to compare are empty.
  Scenario scenario;
  BridgeSettings settings;                 ///< file and folder names are absolute
  std::optional<PromotionGate> promotion;  ///< none: no manifest is accepted; file names are absolute
};

struct LoadedBridge {
  std::optional<Bridge> bridge;         ///< none when a problem is more than a warning
  std::vector<Problem> problems;        ///< in file order
  std::vector<std::string> files_read;  ///< the scenario first, then every file that it names
};

/// Puts the policy of a plug-in's file on the menu, or says why not.
using PluginLoader = std::function<std::string(const std::string& file, PolicyMenu& menu)>;

/// Never throws at bad input. Plug-ins that the file names come on the menu by `plugins`; without it they stay off.
/// Unlike a simulation's loader it also looks whether the secrets that the bridge block names are there, and warns of
/// those that others may read; their contents it leaves alone.
LoadedBridge load_bridge(const std::filesystem::path& path, PolicyMenu menu, const PluginLoader& plugins = {});

struct LoadedGate {
  std::optional<PromotionGate> gate;  ///< none when a problem is more than a warning
  std::vector<Problem> problems;      ///< in file order
};

/// `bridge.promotion` of a file and nothing else of it: who judges a manifest need not have the bridge's secrets. A
/// file without it is a problem. Never throws at bad input.
LoadedGate load_gate(const std::filesystem::path& path, const PolicyMenu& menu);

}  // namespace twinline::scenarios
