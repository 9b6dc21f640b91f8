// What a result says of itself: which scenario, seed and program it came from, and what was aimed at.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/journal/header.hpp"
#include "reports/kpi/results.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::sim {

reports::RunIdentity identity_of(const scenarios::Scenario& scenario, std::uint64_t seed, std::uint64_t replications);
reports::RunIdentity identity_of(const journal::Header& header);

std::vector<reports::ServiceLevelGoal> goals_of(const Centre& centre);

/// The paths of the effects that the scenario says are assumed, not calibrated.
std::vector<std::string> assumptions_of(const scenarios::Scenario& scenario);

}  // namespace twinline::sim
