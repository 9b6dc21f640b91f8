#include "live_bridge/sip/tls_peers.hpp"

#include <optional>

#include <dlfcn.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include "live_bridge/wall/log.hpp"

namespace {

using twinline::live::sip::Address;
using twinline::live::sip::TlsPeers;

thread_local const TlsPeers* peers_of_this_thread = nullptr;

/// none where the connection is gone already.
std::optional<Address> peer_of(const SSL* connection) {
  sockaddr_storage peer{};
  socklen_t length = sizeof peer;
  if (getpeername(SSL_get_fd(connection), reinterpret_cast<sockaddr*>(&peer), &length) != 0) return std::nullopt;
  return twinline::live::sip::address_of(reinterpret_cast<const sockaddr&>(peer));
}

void expect_one_of(SSL* connection, const std::vector<std::string>& names) {
  X509_VERIFY_PARAM* expected = SSL_get0_param(connection);
  X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  for (const std::string& name : names) X509_VERIFY_PARAM_add1_host(expected, name.c_str(), name.size());
}

/// Before the first message of a handshake that we begin. A peer that has gone is refused like a wrong one.
bool expect_server(SSL* connection) {
  const auto peer = peer_of(connection);
  if (!peer) return false;
  const auto names = peers_of_this_thread->names_at(*peer);
  if (names.empty()) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection), text_of(*peer).c_str());
  } else {
    expect_one_of(connection, names);
    SSL_set_tlsext_host_name(connection, names.front().c_str());
  }
  SSL_set_verify(connection, SSL_VERIFY_PEER, SSL_get_verify_callback(connection));
  return true;
}

/// Before the first message of a handshake that a client begins.
bool expect_client(SSL* connection) {
  if ((SSL_get_verify_mode(connection) & SSL_VERIFY_PEER) == 0) return true;
  const auto peer = peer_of(connection);
  if (peer) expect_one_of(connection, peers_of_this_thread->names_at(*peer));
  return peer.has_value();
}

void say_why(const SSL* connection) {
  const long reason = SSL_get_verify_result(connection);
  const auto peer = peer_of(connection);
  if (reason == X509_V_OK || !peer) return;
  twinline::live::log_warning("TLS to {} is refused: {}", text_of(*peer), X509_verify_cert_error_string(reason));
}

using Handshake = int (*)(SSL*);

Handshake next_called(const char* name) { return reinterpret_cast<Handshake>(dlsym(RTLD_NEXT, name)); }

}  // namespace

/// These two take the library's place for the SIP stack's shared object; other threads' handshakes pass through.
extern "C" int SSL_connect(SSL* connection) {
  static const Handshake go_on = next_called("SSL_connect");
  if (!peers_of_this_thread) return go_on(connection);
  if (SSL_in_before(connection) && !expect_server(connection)) return -1;
  const int result = go_on(connection);
  if (result <= 0) say_why(connection);
  return result;
}

extern "C" int SSL_accept(SSL* connection) {
  static const Handshake go_on = next_called("SSL_accept");
  if (peers_of_this_thread && SSL_in_before(connection) && !expect_client(connection)) return -1;
  return go_on(connection);
}

namespace twinline::live::sip {

TlsPeers::TlsPeers(const std::vector<scenarios::TrunkSettings>& trunks) {
  for (const scenarios::TrunkSettings& trunk : trunks) {
    const bool named = !trunk.tls_name.empty();
    if (!named && !trunk.registration) continue;
    const std::string& name = named ? trunk.tls_name : trunk.registration->domain;
    const auto add = [&](const std::string& where) {
      if (const auto network = Network::parse(where)) names_.emplace_back(*network, name);
    };
    for (const scenarios::Endpoint& gateway : trunk.gateways) add(gateway.address);
    if (trunk.registration) add(trunk.registration->registrar.address);
    for (const std::string& source : trunk.sources) add(source);
  }
  peers_of_this_thread = this;
}

TlsPeers::~TlsPeers() { peers_of_this_thread = nullptr; }

std::vector<std::string> TlsPeers::names_at(const Address& address) const {
  std::vector<std::string> names;
  for (const auto& [network, name] : names_) {
    if (network.contains(address)) names.push_back(name);
  }
  return names;
}

}  // namespace twinline::live::sip
