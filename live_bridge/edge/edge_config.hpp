// The edge is a Kamailio in front of the bridge: it ends TLS, knows trunks by where their requests come from and tells
// the bridge, keeps strangers and floods away, and passes calls to whichever bridge answers. Its configuration is
// written here from the bridge's own settings, so that the two cannot disagree. What a call is for, passwords and lines
// are the bridge's business; the edge only relays.
#pragma once

#include <string>

#include "policies/contract/centre.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::edge {

/// A whole configuration file for Kamailio 5.6, which needs no file beside it but certificates. Throws
/// std::invalid_argument, saying what is missing, for settings without `edge`, `sip.edge` or a listener that the edge
/// can reach.
std::string edge_config(const scenarios::BridgeSettings& settings, const Centre& centre);

}  // namespace twinline::live::edge
