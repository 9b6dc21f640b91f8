#include "scenarios/schema/network_address.hpp"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

namespace twinline::scenarios {
namespace {

std::optional<unsigned> parse_up_to(std::string_view text, unsigned most) {
  unsigned value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && stopped == end && value <= most ? std::optional{value} : std::nullopt;
}

unsigned bits_of(const Network& network) { return network.is_ipv6 ? 128 : 32; }

std::optional<Network> parse_address(std::string_view text) {
  const std::string copy{text};  // inet_pton wants an end
  Network network;
  if (inet_pton(AF_INET, copy.c_str(), network.bytes.data()) == 1) return network;
  if (inet_pton(AF_INET6, copy.c_str(), network.bytes.data()) != 1) return std::nullopt;
  network.is_ipv6 = true;
  network.length = 128;
  return network;
}

}  // namespace

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = parse_up_to(text.substr(colon + 1), 65535);
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  const auto address = parse_address(host);
  if (!port || *port == 0 || !address || address->is_ipv6 != bracketed) return std::nullopt;
  return Endpoint{std::string{host}, static_cast<std::uint16_t>(*port)};
}

std::optional<SipTransport> parse_transport(std::string_view text) {
  for (const SipTransport transport : {SipTransport::udp, SipTransport::tcp, SipTransport::tls}) {
    if (to_string(transport) == text) return transport;
  }
  return std::nullopt;
}

std::string_view to_string(SipTransport transport) {
  switch (transport) {
    case SipTransport::udp: return "udp";
    case SipTransport::tcp: return "tcp";
    case SipTransport::tls: return "tls";
  }
  return "";
}

std::optional<SipListener> parse_listener(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto transport = parse_transport(text.substr(0, space));
  const auto at = parse_endpoint(text.substr(std::min(text.find_first_not_of(' ', space), text.size())));
  if (!transport || !at) return std::nullopt;
  return SipListener{*transport, *at};
}

Network Network::trimmed() const {
  Network network = *this;
  for (unsigned bit = length; bit < bits_of(*this); ++bit) {
    network.bytes[bit / 8] &= static_cast<std::uint8_t>(~(0x80U >> (bit % 8)));
  }
  return network;
}

bool Network::overlaps(const Network& other) const {
  if (is_ipv6 != other.is_ipv6) return false;
  Network mine = *this;
  Network theirs = other;
  mine.length = theirs.length = std::min(length, other.length);
  return mine.trimmed() == theirs.trimmed();
}

std::optional<Network> parse_network(std::string_view text) {
  const auto slash = text.find('/');
  auto network = parse_address(text.substr(0, slash));
  if (!network || slash == std::string_view::npos) return network;
  const auto length = parse_up_to(text.substr(slash + 1), bits_of(*network));
  if (!length) return std::nullopt;
  network->length = *length;
  return network;
}

std::string to_string(const Network& network) {
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(network.is_ipv6 ? AF_INET6 : AF_INET, network.bytes.data(), text, sizeof text);
  return network.length == bits_of(network) ? text : std::string{text} + "/" + std::to_string(network.length);
}

}  // namespace twinline::scenarios
