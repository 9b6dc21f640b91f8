// The menu of IVR policies that come with Twinline.
#pragma once

#include <span>

#include "policies/contract/ivr_policy.hpp"
#include "policies/contract/registry.hpp"

namespace twinline {

/// Every built-in IVR policy.
std::span<const PolicyEntry<IvrPolicy>> ivr_policies();

}  // namespace twinline
