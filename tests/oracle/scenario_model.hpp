// From a scenario to the centre model of it, so that an experiment and its truth are one description and cannot drift
// apart.
#pragma once

#include "scenarios/schema/scenario.hpp"
#include "tests/oracle/centre_model.hpp"

namespace twinline::oracle {

/// Stretches are the scenario's reporting intervals. Freed agents look at lines by the priority of the call types.
/// Throws std::invalid_argument, saying why, for a scenario that is more than a centre model can be: with memory,
/// several days, agents who come and go, wrap-up, redials.
CentreModel model_of(const scenarios::Scenario& scenario);

/// The same of a scenario in a steady state, whose rates and agents never change; a single stretch. Its only trunk, if
/// it has one, is the model's lines.
CentreModel steady_model_of(const scenarios::Scenario& scenario);

}  // namespace twinline::oracle
