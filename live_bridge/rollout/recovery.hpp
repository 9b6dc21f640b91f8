// A state that an earlier process left, made fit for this one: what was barred meanwhile, or cannot be made any more,
// does not come into force again.
#pragma once

#include <string>
#include <vector>

#include "live_bridge/rollout/barred.hpp"
#include "live_bridge/rollout/state.hpp"
#include "reports/manifest/authenticity.hpp"

namespace twinline::live::rollout {

/// Gives up a candidate, and then what is in force, where it is barred or `plugin_of` does not know its policy as it
/// was accepted; a canary also where something else is against it, which is empty where nothing is. In the place of
/// what was in force comes what was before it, and the file's own policy in the place of that. Says in words what was
/// given up and why.
std::vector<std::string> recover(State& state, const BarredPolicies& barred, const manifest::PluginOf& plugin_of,
                                 const std::string& against_canary);

}  // namespace twinline::live::rollout
