// The stack's sockets: one agent with a transport for each listener. What came from where, and the address under which
// this side can be reached over each kind of transport.
#pragma once

#include <compare>
#include <string>

#include "live_bridge/sip/network.hpp"
#include "live_bridge/sip/sofia.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::sip {

/// The far end of a message.
struct Source {
  Address address;
  std::uint16_t port = 0;
  scenarios::SipTransport transport = scenarios::SipTransport::udp;
  auto operator<=>(const Source&) const = default;
};

class Transports {
 public:
  /// Binds every listener; requests outside of dialogs go to `callback`. Throws std::runtime_error with address and
  /// reason where one cannot be bound, or where there is none at all.
  Transports(su_root_t* root, const scenarios::SipSettings& settings, nta_message_f* callback, void* owner);
  ~Transports();
  Transports(const Transports&) = delete;
  Transports& operator=(const Transports&) = delete;

  nta_agent_t* agent() const { return agent_; }

  Source source_of(msg_t* message) const;

  /// A Contact for the listener that took the message.
  std::string contact_for(msg_t* message) const;

  /// A Contact for what goes out to this URI: of a listener of its transport and its family of addresses; empty where
  /// there is none.
  std::string contact_towards(const std::string& uri) const;

  /// Sends a request and takes the message. It goes where `next_hop` says, else its Route, else its URI, and from a
  /// listener that can reach that. nullptr: it cannot be sent. 100 is told only if wanted.
  nta_outgoing_t* send(msg_t* message, const std::string& next_hop, nta_response_f* callback, void* owner,
                       bool tells_trying = false) const;

 private:
  const tport_t* listener_towards(const url_t* uri) const;
  void bind(const scenarios::SipListener& listener, const scenarios::SipSettings& settings);

  nta_agent_t* agent_ = nullptr;
};

/// "udp", "tcp", "tls".
const char* name_of(scenarios::SipTransport transport);

/// "sip:192.0.2.1:5060;transport=udp", with the user before it where there is one.
std::string uri_of(const std::string& user, const scenarios::Endpoint& endpoint, scenarios::SipTransport transport);

/// "sip:192.0.2.1:5060;transport=udp": where to send what shall go back to a source.
std::string uri_of(const Source& source);

}  // namespace twinline::live::sip
