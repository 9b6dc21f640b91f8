#include "live_bridge/sip/transports.hpp"

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string_view>

#include <arpa/inet.h>
#include <fmt/format.h>

namespace twinline::live::sip {
namespace {

constexpr unsigned receive_buffer = 4U << 20;  // a burst of calls must fit while the thread is busy
constexpr unsigned largest_datagram =
    65535;  // a request is not moved to TCP because it is long: few peers listen there

// The stack copies what a request has recorded of its way into every response, in a time that grows with the square of
// its length: seconds for a datagram of 64 KiB. Requests with an identity and a long description have 4 KiB.
constexpr usize_t largest_request = 8192;

// The stack's way to say that nothing shall be bound yet (its NONE, which C++ does not see).
const auto* const no_transport_yet = reinterpret_cast<const url_string_t*>(std::intptr_t{-1});

scenarios::SipTransport transport_named(const char* name) {
  if (su_casematch(name, "tls")) return scenarios::SipTransport::tls;
  if (su_casematch(name, "tcp")) return scenarios::SipTransport::tcp;
  return scenarios::SipTransport::udp;
}

std::string bracketed(const std::string& address) {
  return address.find(':') == std::string::npos || address.front() == '[' ? address : "[" + address + "]";
}

const tport_t* listener_of(const tport_t* transport) {
  return tport_is_secondary(transport) ? tport_parent(transport) : transport;
}

std::string contact_at(const tport_t* listener) {
  const tp_name_t& name = *tport_name(listener);
  return fmt::format("<sip:twinline@{}:{};transport={}>", bracketed(name.tpn_canon), name.tpn_port, name.tpn_proto);
}

}  // namespace

const char* name_of(scenarios::SipTransport transport) {
  switch (transport) {
    case scenarios::SipTransport::udp: return "udp";
    case scenarios::SipTransport::tcp: return "tcp";
    case scenarios::SipTransport::tls: return "tls";
  }
  return "udp";
}

std::string uri_of(const std::string& user, const scenarios::Endpoint& endpoint, scenarios::SipTransport transport) {
  return fmt::format("sip:{}{}{}:{};transport={}", user, user.empty() ? "" : "@", bracketed(endpoint.address),
                     endpoint.port, name_of(transport));
}

std::string uri_of(const Source& source) {
  return uri_of({}, {text_of(source.address), source.port}, source.transport);
}

Transports::Transports(su_root_t* root, const scenarios::SipSettings& settings, nta_message_f* callback, void* owner) {
  if (settings.listen.empty()) throw std::runtime_error("SIP needs a listener; there is none");
  agent_ = nta_agent_create(root, no_transport_yet, callback, owner, NTATAG_UA(1), NTATAG_SERVER_RPORT(2),
                            NTATAG_CLIENT_RPORT(1), NTATAG_USE_NAPTR(0), NTATAG_USE_SRV(0), NTATAG_MERGE_482(1),
                            NTATAG_UDP_MTU(largest_datagram), NTATAG_MAXSIZE(largest_request), TAG_END());
  if (!agent_) throw std::runtime_error("the SIP stack could not be started");
  try {
    for (const auto& listener : settings.listen) bind(listener, settings);
  } catch (...) {
    nta_agent_destroy(agent_);
    throw;
  }
}

Transports::~Transports() { nta_agent_destroy(agent_); }

void Transports::bind(const scenarios::SipListener& listener, const scenarios::SipSettings& settings) {
  const bool encrypted = listener.transport == scenarios::SipTransport::tls;
  const auto uri = fmt::format("{}:{}:{};transport={}", encrypted ? "sips" : "sip", bracketed(listener.at.address),
                               listener.at.port, name_of(listener.transport));
  const unsigned verified = settings.requires_client_certificate ? TPTLS_VERIFY_ALL : TPTLS_VERIFY_OUT;
  // By its name a request is told to leave from it.
  const auto name = fmt::format("{} {}", name_of(listener.transport), scenarios::to_string(listener.at));
  const int bound = encrypted ? nta_agent_add_tport(agent_, as_url(uri.c_str()), TPTAG_IDENT(name.c_str()),
                                                    TPTAG_CERTIFICATE(settings.tls_certificate_folder.c_str()),
                                                    TPTAG_TLS_VERIFY_POLICY(verified), TAG_END())
                              : nta_agent_add_tport(agent_, as_url(uri.c_str()), TPTAG_IDENT(name.c_str()),
                                                    TPTAG_UDP_RMEM(receive_buffer), TAG_END());
  if (bound == 0) return;
  throw std::runtime_error(fmt::format("SIP cannot listen on {} {}:{}: {}", name_of(listener.transport),
                                       listener.at.address, listener.at.port, su_strerror(su_errno())));
}

Source Transports::source_of(msg_t* message) const {
  Source source;
  const su_sockaddr_t* from = msg_addr(message);
  source.address = address_of(from->su_sa);
  source.port = ntohs(from->su_port);
  if (const tport_t* transport = tport_delivered_by(nta_agent_tports(agent_), message)) {
    source.transport = transport_named(tport_name(listener_of(transport))->tpn_proto);
  }
  return source;
}

std::string Transports::contact_for(msg_t* message) const {
  const tport_t* transport = tport_delivered_by(nta_agent_tports(agent_), message);
  return contact_at(transport ? listener_of(transport) : tport_primaries(nta_agent_tports(agent_)));
}

const tport_t* Transports::listener_towards(const url_t* uri) const {
  if (!uri || !uri->url_host) return nullptr;
  char named[8] = "udp";
  if (uri->url_type == url_sips) std::strcpy(named, "tls");
  url_param(uri->url_params, "transport", named, sizeof named);
  const bool is_numeric_host = is_numeric(uri->url_host);
  const bool wants_ipv6 = std::strchr(uri->url_host, ':') != nullptr;
  for (const tport_t* listener = tport_primaries(nta_agent_tports(agent_)); listener; listener = tport_next(listener)) {
    if (!su_casematch(tport_name(listener)->tpn_proto, named)) continue;
    const bool is_ipv6 = std::strchr(tport_name(listener)->tpn_canon, ':') != nullptr;
    if (!is_numeric_host || is_ipv6 == wants_ipv6) return listener;
  }
  return nullptr;
}

std::string Transports::contact_towards(const std::string& uri) const {
  Home home;
  const tport_t* listener = listener_towards(url_make(home, uri.c_str()));
  return listener ? contact_at(listener) : std::string{};
}

nta_outgoing_t* Transports::send(msg_t* message, const std::string& next_hop, nta_response_f* callback, void* owner,
                                 bool tells_trying) const {
  Home home;
  const sip_t* sip = sip_object(message);
  const url_t* towards = !next_hop.empty() ? url_make(home, next_hop.c_str())
                         : sip->sip_route  ? sip->sip_route->r_url
                                           : sip->sip_request->rq_url;
  // Left to itself the stack takes the first listener of that transport, though it may be of the other family.
  const tport_t* listener = listener_towards(towards);
  nta_outgoing_t* request = nta_outgoing_mcreate(
      agent_, callback, owner, next_hop.empty() ? nullptr : as_url(next_hop.c_str()), message,
      NTATAG_PASS_100(tells_trying ? 1 : 0), TAG_IF(listener, TPTAG_IDENT(tport_ident(listener))), TAG_END());
  if (!request) msg_destroy(message);
  return request;
}

}  // namespace twinline::live::sip
