// The shortest session interval that is taken from others: RFC 4028 §4 allows no less, and every refresh is a
// re-INVITE.
#pragma once

#include "live_bridge/sip/sofia.hpp"
#include "policies/contract/time.hpp"

namespace twinline::live::sip {

inline constexpr Duration least_session_interval = 90s;
inline constexpr const char* least_session_header = "90";

/// Whether a request wants its session refreshed more often than that; it gets 422 then.
bool session_is_too_short(const sip_t* request);

}  // namespace twinline::live::sip
