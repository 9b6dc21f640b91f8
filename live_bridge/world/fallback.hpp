// What decides in the place of a policy that is barred.
#pragma once

#include <optional>

#include "live_bridge/rollout/barred.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::live {

/// Which of a scenario's policies is of this kind.
scenarios::PolicyChoice& choice_of(PolicyKind kind, scenarios::Scenario& scenario);

/// Puts the policy that a scenario has when it names none in the place of each that is barred, and logs it.
void replace_barred(const rollout::BarredPolicies& barred, scenarios::Scenario& scenario);

}  // namespace twinline::live
