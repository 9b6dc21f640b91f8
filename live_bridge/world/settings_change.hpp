// A file that is read again while calls go on: which keys of `bridge:` may say something else then. Sockets, secrets
// and files that were opened at the start stay as they are until a restart; what is looked up when it is needed may
// change. The centre and its policies are the ACD's to change.
#pragma once

#include <string>
#include <vector>

#include "scenarios/schema/load_bridge.hpp"

namespace twinline::live {

/// The keys that differ and need a restart, as the file writes them ("bridge.sip.listen"); empty: what differs can be
/// put in force.
std::vector<std::string> needing_restart(const scenarios::Bridge& present, const scenarios::Bridge& wanted);

/// Puts in force what differs, where nothing needs a restart. In place, for everybody has references into the settings.
void put_in_force(scenarios::BridgeSettings& present, const scenarios::BridgeSettings& wanted);

}  // namespace twinline::live
