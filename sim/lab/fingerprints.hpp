// The scenario's hash says that something changed, fingerprints say what: a hash of each part of the canonical form,
// under the name that the part has in a scenario file. They name parts for people and decide nothing.
#pragma once

#include <map>
#include <string>

#include "scenarios/schema/scenario.hpp"

namespace twinline::sim {

/// By part ("queues.loans", "calls.loan_question", "groups.seniors", "horizon", "routing"), the first 12 hexadecimal
/// digits of the SHA-256 of all that bears on results in it.
std::map<std::string, std::string> fingerprints_of(const scenarios::Scenario& scenario);

}  // namespace twinline::sim
