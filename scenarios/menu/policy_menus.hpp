// The menus of policies/ as the scenario loader wants to know them, and policies made as a scenario or journal names
// them.
#pragma once

#include <memory>

#include "policies/acd/acd.hpp"
#include "scenarios/schema/policy_menu.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::scenarios {

/// Names, parameters and checks of all built-in policies.
PolicyMenu policy_menu();

/// A policy with its parameters. Throw std::invalid_argument where a name, a version or a parameter is not known; a
/// scenario that was loaded has none such.
std::unique_ptr<RoutingPolicy> make_routing(const Centre& centre, const PolicyChoice& choice);
std::unique_ptr<StaffingPolicy> make_staffing(const Centre& centre, const PolicyChoice& choice);
std::unique_ptr<IvrPolicy> make_ivr(const Centre& centre, const PolicyChoice& choice);

/// All three.
Policies make_policies(const Centre& centre, const PolicyChoice& routing, const PolicyChoice& staffing,
                       const PolicyChoice& ivr);

}  // namespace twinline::scenarios
