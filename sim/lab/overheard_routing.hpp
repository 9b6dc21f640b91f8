// Listens to a journal's routing policies while they decide in a replay, and puts the same question to another policy
// if one is named. The other one learns what really happened, as a shadow does, and decides nothing. What is made of
// the answers is for whoever listens.
#pragma once

#include <functional>
#include <optional>

#include "reports/replay/overheard.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/lab/replay.hpp"

namespace twinline::sim {

struct Overhearing {
  std::function<void(const journal::Overheard&)> tell;
  std::optional<scenarios::PolicyChoice> other;
  bool keep_reasons = false;
};

/// For replay(). An occasion at which the recorded policy throws is not told of. Making the other policy may throw
/// std::invalid_argument: it is not known.
RoutingWrapper overheard(Overhearing overhearing);

}  // namespace twinline::sim
