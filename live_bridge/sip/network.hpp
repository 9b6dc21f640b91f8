// Addresses as numbers: whom a request comes from, and whether that is one of a trunk's sources.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <sys/socket.h>

namespace twinline::live::sip {

/// An IPv4 or IPv6 address. IPv4 is kept as mapped into IPv6 (RFC 4291 §2.5.5.2), so that both compare.
struct Address {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const Address&) const = default;
};

/// none where the text is no numeric address.
std::optional<Address> address_of(std::string_view text);

/// Of a socket's IPv4 or IPv6 address.
Address address_of(const sockaddr& socket_address);

/// "192.0.2.7", "2001:db8::1"
std::string text_of(const Address& address);

/// One address (192.0.2.7, 2001:db8::1) or many (192.0.2.0/24).
class Network {
 public:
  /// none where the text is neither.
  static std::optional<Network> parse(std::string_view text);
  bool contains(const Address& address) const;

 private:
  Address first_;
  int prefix_ = 128;
};

/// Whether a host, as it stands in a URI, is written in numbers; brackets around IPv6 are allowed.
bool is_numeric(std::string_view host);

}  // namespace twinline::live::sip
