// Two Views row by row, and what must hold in any of them.
#pragma once

#include <string>

#include "policies/contract/view.hpp"

namespace twinline::reference {

/// Where the two differ first, in words; empty when every row that means something is equal.
std::string difference(const View& view, const View& expected);

/// What is wrong in this View by itself: lines and idle lists that are not consistent, counts that do not add up, an
/// agent beyond capacity, an idle agent beside a waiting call though neither is held; empty when all is well.
std::string broken_invariant(const View& view);

}  // namespace twinline::reference
