#include "live_bridge/sip/tls_peers.hpp"

#include <catch2/catch.hpp>

using namespace twinline;
using namespace twinline::live::sip;

namespace {

using Names = std::vector<std::string>;

Names names_at(const TlsPeers& peers, const char* address) { return peers.names_at(address_of(address).value()); }

}  // namespace

TEST_CASE("TLS peers: a trunk's name is that of its gateways, its registrar and its sources") {
  scenarios::TrunkSettings named;
  named.tls_name = "provider.example";
  named.gateways = {{"192.0.2.1", 5061}, {"2001:db8::1", 5061}};
  named.sources = {"198.51.100.0/24"};
  scenarios::TrunkSettings registered;
  registered.registration = scenarios::OutboundRegistration{{"192.0.2.9", 5061}, "other.example", {}, 5min};
  scenarios::TrunkSettings nameless;
  nameless.gateways = {{"192.0.2.77", 5061}};
  const TlsPeers peers({named, registered, nameless});
  CHECK(names_at(peers, "192.0.2.1") == Names{"provider.example"});
  CHECK(names_at(peers, "2001:db8::1") == Names{"provider.example"});
  CHECK(names_at(peers, "198.51.100.44") == Names{"provider.example"});
  CHECK(names_at(peers, "192.0.2.9") == Names{"other.example"});
  CHECK(names_at(peers, "192.0.2.77").empty());
  CHECK(names_at(peers, "203.0.113.1").empty());
}

TEST_CASE("TLS peers: a gateway that two trunks share may have either name") {
  scenarios::TrunkSettings one, other;
  one.tls_name = "one.example";
  other.tls_name = "other.example";
  one.gateways = other.gateways = {{"192.0.2.1", 5061}};
  CHECK(names_at(TlsPeers({one, other}), "192.0.2.1") == Names{"one.example", "other.example"});
}

TEST_CASE("TLS peers: a name that was configured counts above the registration's domain") {
  scenarios::TrunkSettings trunk;
  trunk.tls_name = "edge.provider.example";
  trunk.registration = scenarios::OutboundRegistration{{"192.0.2.9", 5061}, "provider.example", {}, 5min};
  CHECK(names_at(TlsPeers({trunk}), "192.0.2.9") == Names{"edge.provider.example"});
}
