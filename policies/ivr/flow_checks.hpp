// What can be said of a flow before anybody calls: whether it goes round without ever asking the caller, and how far it
// is to a human being.
#pragma once

#include <cstdint>
#include <optional>

#include "policies/contract/flow.hpp"

namespace twinline {

/// A step on a circle that no caller could ever leave by pressing a key; none when there is no such circle.
StepIndex step_going_round(const Flow& flow);

/// How many times a caller is asked something at least on the way from this step to a queue or to a number outside;
/// nothing when nobody can be reached from there. A missed step leads to the queue. Steps count from the first.
std::optional<std::uint32_t> questions_to_a_human(const Flow& flow, StepIndex from = StepIndex{0U});

}  // namespace twinline
