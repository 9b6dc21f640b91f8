// The cookie that carries a session's token: out of reach for scripts (HttpOnly), never sent along by another site
// (SameSite=Strict), gone with the browser, and not sent in the clear where the browser came by TLS (Secure).
#pragma once

#include <string>
#include <string_view>

namespace twinline::live::desk {

/// The token in a Cookie header; empty when there is none.
std::string_view token_in(std::string_view cookie_header);

/// The Set-Cookie header that hands out a token.
std::string cookie_with(std::string_view token, bool encrypted);

/// The Set-Cookie header that takes it away.
std::string cookie_removed();

}  // namespace twinline::live::desk
