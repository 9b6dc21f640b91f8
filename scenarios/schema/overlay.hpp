// Overlays: "groups.juniors.scheduled: 12" laid over a scenario's document before it is checked and bound.
// Maps are merged, single values and lists replaced; where a map changes its kind (another distribution,
// another policy) the old kind's keys go, since they would make no sense beside the new ones.
#pragma once

#include <string_view>

#include "scenarios/schema/document.hpp"
#include "scenarios/schema/shape.hpp"

namespace twinline::scenarios {

/// Lays `value` over what stands at the dotted path. A path that the scenario does not have is reported at
/// `place`.
void overlay(Node& root, const Shape& shape, std::string_view path, const Node& value, const Place& place,
             Problems& problems);

}  // namespace twinline::scenarios
