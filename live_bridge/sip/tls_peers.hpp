// Whom the bridge talks TLS with. The SIP stack checks that a certificate is in date and that one of the configured
// authorities has signed it; of names it knows only those in URIs, and ours are numbers. So on the thread of the stack
// each handshake is told which name the certificate of whoever sits at that address must have, and fails with an alert,
// before a byte of SIP has been sent, where it has none of them.
//
// A connection of ours: the name that the configuration has for the address (a trunk's gateway, registrar or source);
// where it has none, the address itself must stand in the certificate. A connection of theirs, where client
// certificates are required: the trunk's name likewise; nothing more of somebody who is no trunk.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "live_bridge/sip/network.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::sip {

class TlsPeers {
 public:
  /// Holds for every handshake that this thread begins as long as the object lives. There may be one for a thread.
  explicit TlsPeers(const std::vector<scenarios::TrunkSettings>& trunks);
  ~TlsPeers();
  TlsPeers(const TlsPeers&) = delete;
  TlsPeers& operator=(const TlsPeers&) = delete;

  /// The names of which a certificate from this address must have one; empty: the configuration knows none.
  std::vector<std::string> names_at(const Address& address) const;

 private:
  std::vector<std::pair<Network, std::string>> names_;
};

}  // namespace twinline::live::sip
