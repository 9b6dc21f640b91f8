// The routing policy `split` (policies/rollout/split.hpp) as scenarios, command lines and journals write it: its
// parameters, two of which are policies of the menu in one line each, read, checked, spelt and written.
#pragma once

#include <memory>
#include <string_view>

#include "policies/contract/centre.hpp"
#include "policies/contract/routing_policy.hpp"
#include "policies/rollout/split.hpp"
#include "scenarios/schema/policy_menu.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::scenarios {

inline constexpr std::string_view split_name = "split";

/// A split as plain data.
struct SplitChoice {
  PolicyChoice incumbent, candidate;
  SplitRule rule;
};

/// What is on the menu.
PolicyDescription split_description();

/// What the policy of this choice is made of, the two policies complete and with the versions and builds that the menu
/// has. Throws std::invalid_argument where it is no split or a parameter is wrong.
SplitChoice split_of(const Centre& centre, const PolicyChoice& choice);

/// The choice of which split_of() makes this. The rule's queues must be the centre's.
PolicyChoice choice_of(const Centre& centre, const SplitChoice& split);

/// Throws std::invalid_argument as split_of() does, and where one of the two policies cannot be made.
std::unique_ptr<RoutingPolicy> make_split(const Centre& centre, const PolicyChoice& choice);

/// What a policy is called where state is handed over (policies/rollout/hand_over.hpp).
PolicyName name_of(const PolicyChoice& choice);

}  // namespace twinline::scenarios
