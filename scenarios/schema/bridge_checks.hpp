// What no single key of a bridge block can know: whether its parts fit each other and the centre.
#pragma once

#include <string>
#include <vector>

#include "scenarios/schema/binding.hpp"

namespace twinline::scenarios {

struct WrittenListener {
  SipListener listener;
  Place place;
  std::string owner;  ///< the block it stands in: sip, edge or http
};

/// Reports everything that does not fit. `block` is the bridge block, whose keys the shape has checked; `listeners` are
/// those that it writes down.
void check_bridge(const Node& block, const std::vector<WrittenListener>& listeners, const BridgeSettings& settings,
                  Binding& binding);

}  // namespace twinline::scenarios
