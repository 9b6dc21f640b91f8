// Addresses of the network as a scenario writes them: numbers only, since whoever uses them at run time must not wait
// for a name to be resolved. Each function reads one or returns nothing; messages are the business of who asks.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/schema/bridge.hpp"

namespace twinline::scenarios {

/// "192.0.2.10:5060" or "[2001:db8::1]:5060", the port from 1 to 65535.
std::optional<Endpoint> parse_endpoint(std::string_view text);

/// "udp 127.0.0.1:5060"; transports are udp, tcp and tls.
std::optional<SipListener> parse_listener(std::string_view text);

/// "udp", "tcp", "tls"
std::optional<SipTransport> parse_transport(std::string_view text);
std::string_view to_string(SipTransport transport);

/// One address, or all that share its first bits.
struct Network {
  bool is_ipv6 = false;
  std::array<std::uint8_t, 16> bytes{};  ///< of the address, in network order; an IPv4 address fills the first four
  unsigned length = 32;                  ///< how many bits are fixed

  /// The address with no bit beyond `length`.
  Network trimmed() const;
  bool overlaps(const Network& other) const;
  bool operator==(const Network&) const = default;
};

/// "192.0.2.10", "192.0.2.0/24", "2001:db8::/32"; brackets are for ports and not taken here.
std::optional<Network> parse_network(std::string_view text);

/// The form that parse_network() reads; a single address without its length.
std::string to_string(const Network& network);

}  // namespace twinline::scenarios
