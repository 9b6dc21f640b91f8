// Scenarios drawn at random from the schema's own description of the keys (scenarios/schema/shape.hpp): every key that
// the schema has is generated, and one that it gets tomorrow too. Small ones: few agents, a few calls an hour, a day or
// two; now and then a value at the edge of what is allowed. Most of them load.
#pragma once

#include <string>

#include "scenarios/schema/policy_menu.hpp"
#include "tests/dice.hpp"

namespace twinline::fuzz {

/// The text of one. A pure function of the dice.
std::string generated_scenario(tests::Dice& dice, const scenarios::PolicyMenu& menu);

}  // namespace twinline::fuzz
