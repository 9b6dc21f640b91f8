// A scenario's text with something done to it: bytes, lines, values and blocks changed, doubled, swapped, taken from
// another scenario, aliased or nested, once or several times over. Whether it is still a scenario is for the reader to
// say.
#pragma once

#include <string>
#include <vector>

#include "tests/dice.hpp"

namespace twinline::fuzz {

/// `others` are texts that lines are taken from.
std::string mutated_text(std::string text, const std::vector<std::string>& others, tests::Dice& dice);

}  // namespace twinline::fuzz
