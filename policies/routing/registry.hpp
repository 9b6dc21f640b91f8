// The menu of routing policies that come with Twinline. A policy of one's own is loaded beside it, never
// entered into it.
#pragma once

#include <span>

#include "policies/contract/registry.hpp"
#include "policies/contract/routing_policy.hpp"

namespace twinline {

/// Every built-in routing policy, in the order in which people should read about them.
std::span<const PolicyEntry<RoutingPolicy>> routing_policies();

}  // namespace twinline
