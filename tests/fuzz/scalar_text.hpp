// A random value of one kind, within its bounds, as a scenario writes it.
#pragma once

#include <string>
#include <string_view>

#include "scenarios/schema/shape.hpp"
#include "tests/dice.hpp"

namespace twinline::fuzz {

/// Of any kind but a name. Ordinary values, and one in a hundred at or near an edge of the bounds.
std::string scalar_text(const scenarios::Shape& scalar, std::string_view key, tests::Dice& dice);

}  // namespace twinline::fuzz
