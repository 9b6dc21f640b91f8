// The menu of staffing policies that come with Twinline.
#pragma once

#include <span>

#include "policies/contract/registry.hpp"
#include "policies/contract/staffing_policy.hpp"

namespace twinline {

/// Every built-in staffing policy.
std::span<const PolicyEntry<StaffingPolicy>> staffing_policies();

}  // namespace twinline
