// The little that the switchboard reads from a session description: whether its sender wants to hear anything. All else
// in it is the media server's affair.
#pragma once

#include <string_view>

namespace twinline::live {

/// Whether the sender of this SDP has put the other side on hold (RFC 3264 §8.4): its audio is sendonly or inactive.
bool puts_on_hold(std::string_view sdp);

}  // namespace twinline::live
