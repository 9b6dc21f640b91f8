// Reading SIP messages: bodies, headers that the stack has no type for, and who calls whom.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "live_bridge/sip/sofia.hpp"

namespace twinline::live::sip {

/// What this side understands, as header values.
inline constexpr const char* allowed_methods = "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO";
inline constexpr const char* allowed_methods_of_agents =
    "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY";
inline constexpr const char* supported_extensions = "timer, 100rel";

/// The session description in the message; empty where there is none.
std::string sdp_of(const sip_t* message);

/// The body, whatever it is.
std::string body_of(const sip_t* message);

/// The first header of that name among those without a type of their own; empty where there is none.
std::string header_of(const sip_t* message, const char* name);

/// All values of a header that the stack may have joined or not, one an entry.
std::vector<std::string> values_of(const sip_header_t* first);

/// A header's value as it goes over the wire.
std::string value_of(const sip_header_t* header);

/// "sip:user@host:port;parameters".
std::string text_of(const url_t* url);

/// A parameter's value without the quotation marks around it; empty for null.
std::string unquoted(const char* text);

/// The user part, unescaped; of a tel: URI its number.
std::string user_of(const url_t* url);

/// The URI's user in a header value such as `"Ann" <sip:+41…@host;user=phone>;reason=…`.
std::string user_in(std::string_view header_value);

/// Who calls, after Privacy (RFC 3323) and, where it is believed, P-Asserted-Identity (RFC 3325); empty when withheld.
std::string caller_of(const sip_t* invite, bool believes_asserted);

/// What the network says of the caller's number (3GPP TS 24.229 §7.2A.20): the verstat parameter; empty when nothing.
std::string verstat_of(const sip_t* invite);

/// Whom the call was for before it was diverted here (RFC 5806, RFC 7044); empty when it was not.
std::string diverted_from_of(const sip_t* invite);

/// Whether a header's list of options names this one.
bool names(const msg_list_t* options, const char* option);

}  // namespace twinline::live::sip
