// The menus of policies/ as the scenario loader wants to know them, and policies made as a scenario or journal names
// them.
#pragma once

#include "policies/acd/acd.hpp"
#include "scenarios/schema/policy_menu.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::scenarios {

/// Names, parameters and checks of all built-in policies.
PolicyMenu policy_menu();

/// The three policies, with their parameters. Throws std::invalid_argument where a name, a version or a parameter is
/// not known; a scenario that was loaded has none such.
Policies make_policies(const Centre& centre, const PolicyChoice& routing, const PolicyChoice& staffing,
                       const PolicyChoice& ivr);

}  // namespace twinline::scenarios
