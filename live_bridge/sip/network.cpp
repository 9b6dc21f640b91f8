#include "live_bridge/sip/network.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace twinline::live::sip {
namespace {

constexpr int bits_before_ipv4 = 96;

bool is_ipv4(std::string_view text) { return text.find(':') == std::string_view::npos; }

}  // namespace

std::optional<Address> address_of(std::string_view text) {
  const std::string terminated(text);
  Address address;
  if (is_ipv4(text)) {
    address.bytes[10] = address.bytes[11] = 0xff;
    if (inet_pton(AF_INET, terminated.c_str(), &address.bytes[12]) != 1) return std::nullopt;
  } else if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) != 1) {
    return std::nullopt;
  }
  return address;
}

Address address_of(const sockaddr& socket_address) {
  Address address;
  if (socket_address.sa_family == AF_INET) {
    address.bytes[10] = address.bytes[11] = 0xff;
    std::memcpy(&address.bytes[12], &reinterpret_cast<const sockaddr_in&>(socket_address).sin_addr, 4);
  } else {
    std::memcpy(address.bytes.data(), &reinterpret_cast<const sockaddr_in6&>(socket_address).sin6_addr, 16);
  }
  return address;
}

std::string text_of(const Address& address) {
  char text[INET6_ADDRSTRLEN] = {};
  const bool mapped = address.bytes[10] == 0xff && address.bytes[11] == 0xff &&
                      std::memcmp(address.bytes.data(), "\0\0\0\0\0\0\0\0\0\0", 10) == 0;
  if (mapped) {
    inet_ntop(AF_INET, &address.bytes[12], text, sizeof text);
  } else {
    inet_ntop(AF_INET6, address.bytes.data(), text, sizeof text);
  }
  return text;
}

std::optional<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto first = address_of(text.substr(0, slash));
  if (!first) return std::nullopt;
  Network network;
  network.first_ = *first;
  if (slash == std::string_view::npos) return network;
  const auto length = text.substr(slash + 1);
  const int least = is_ipv4(text) ? bits_before_ipv4 : 0;
  int bits = -1;
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bits);
  if (error != std::errc{} || end != length.data() + length.size()) return std::nullopt;
  if (bits < 0 || bits > 128 - least) return std::nullopt;
  network.prefix_ = least + bits;
  return network;
}

bool Network::contains(const Address& address) const {
  const int whole = prefix_ / 8;
  if (!std::equal(first_.bytes.begin(), first_.bytes.begin() + whole, address.bytes.begin())) return false;
  const int rest = prefix_ % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
  const auto place = static_cast<std::size_t>(whole);
  return ((first_.bytes[place] ^ address.bytes[place]) & mask) == 0;
}

bool is_numeric(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  return address_of(host).has_value();
}

}  // namespace twinline::live::sip
