// How often a candidate would have decided otherwise than the policy in force: asked at every occasion of a simulated
// day, learning what really happened, as a shadow does.
#pragma once

#include "scenarios/schema/scenario.hpp"
#include "sim/lab/model.hpp"
#include "sim/lab/replication.hpp"

namespace twinline::sim {

/// Share of the occasions of one replication; NaN where nobody was asked. Throws std::invalid_argument for a policy
/// that is not known.
double disagreement_with(const scenarios::PolicyChoice& candidate, const Model& model, ReplicationSeed seed);

}  // namespace twinline::sim
