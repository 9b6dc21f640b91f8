// Which calls are chosen to be recorded: a pure function of the settings and the call, so that everybody who asks later
// finds the same. Consent comes on top.
#pragma once

#include "policies/contract/ids.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::recording {

/// `type` is that of the number that was dialled. Of a share the call's key decides, whatever else goes on.
bool is_chosen(const scenarios::RecordingSettings& settings, CallTypeIndex type, CallKey key);

}  // namespace twinline::live::recording
