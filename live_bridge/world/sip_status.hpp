// The final statuses of SIP that the world gives or understands (RFC 3261, section 21), by name.
#pragma once

namespace twinline::live::sip_status {

inline constexpr int ok = 200;
inline constexpr int forbidden = 403, request_timeout = 408, temporarily_unavailable = 480, no_such_dialog = 481,
                     busy_here = 486, request_terminated = 487, not_acceptable_here = 488, service_unavailable = 503,
                     busy_everywhere = 600, decline = 603;

}  // namespace twinline::live::sip_status
