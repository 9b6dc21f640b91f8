#include "live_bridge/media/socket_address.hpp"

#include <cstring>
#include <stdexcept>

#include <arpa/inet.h>

namespace twinline::live::media {

SocketAddress socket_address(const scenarios::Endpoint& endpoint) {
  SocketAddress address;
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  if (inet_pton(AF_INET, endpoint.address.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(endpoint.port);
    std::memcpy(&address.storage, &v4, sizeof v4);
    address.size = sizeof v4;
  } else if (inet_pton(AF_INET6, endpoint.address.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(endpoint.port);
    std::memcpy(&address.storage, &v6, sizeof v6);
    address.size = sizeof v6;
  } else {
    throw std::invalid_argument("the media server's address '" + endpoint.address + "' is not an IP address");
  }
  return address;
}

}  // namespace twinline::live::media
