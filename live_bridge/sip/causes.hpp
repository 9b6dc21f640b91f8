// Why a call ended, in the two languages that networks speak: SIP statuses (RFC 3261) and Q.850 causes, which travel in
// the Reason header (RFC 3326).
#pragma once

#include <string>

#include "live_bridge/sip/leg.hpp"
#include "live_bridge/sip/sofia.hpp"

namespace twinline::live::sip {

/// The Q.850 cause that a SIP status stands for: RFC 3398 §7.2.6 and §8.2.6.1; 31 (normal, unspecified) for others.
int q850_of(int status);

/// The cause in a response or request: its Reason header where there is one, else what the status stands for.
Cause cause_of(int status, const sip_t* message);

/// As the value of a Reason header.
std::string reason_of(const Cause& cause);

/// The same for a CANCEL: a caller who was answered elsewhere is told so by SIP's 200 (RFC 3326 §2).
std::string cancel_reason_of(const Cause& cause);

}  // namespace twinline::live::sip
