// A configured endpoint as the system's calls take it. Addresses are numbers: names are never resolved on this thread.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include "scenarios/schema/bridge.hpp"

namespace twinline::live::media {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  int family() const { return storage.ss_family; }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

/// Throws std::invalid_argument where the address is no number.
SocketAddress socket_address(const scenarios::Endpoint& endpoint);

}  // namespace twinline::live::media
