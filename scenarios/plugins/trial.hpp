// Code that nobody here has written is run for the first time in a child of this process: if it crashes, exits or never
// returns, the child is gone and this process can say so. What the child computes is lost with it.
#pragma once

#include <functional>
#include <string>

#include "policies/contract/time.hpp"

namespace twinline::scenarios {

/// What went wrong with the attempt, in words that go on from "the plug-in": the text that it returned, the exception
/// that left it, the signal that ended it, or that it had not returned within `longest`.
/// Empty: nothing. Throws std::system_error where no child can be made.
std::string trial(const std::function<std::string()>& attempt, Duration longest = 10s);

}  // namespace twinline::scenarios
