#include "live_bridge/sip/network.hpp"

#include <catch2/catch.hpp>

using namespace twinline::live::sip;

namespace {

bool holds(const char* network, const char* address) {
  return Network::parse(network).value().contains(address_of(address).value());
}

}  // namespace

TEST_CASE("network: one address, and many, of either family") {
  CHECK(holds("192.0.2.7", "192.0.2.7"));
  CHECK_FALSE(holds("192.0.2.7", "192.0.2.8"));
  CHECK(holds("192.0.2.0/24", "192.0.2.255"));
  CHECK_FALSE(holds("192.0.2.0/24", "192.0.3.0"));
  CHECK(holds("192.0.2.128/25", "192.0.2.129"));
  CHECK_FALSE(holds("192.0.2.128/25", "192.0.2.127"));
  CHECK(holds("0.0.0.0/0", "203.0.113.9"));
  CHECK(holds("2001:db8::/33", "2001:db8:7fff::1"));
  CHECK_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
}

TEST_CASE("network: IPv4 is the same written into IPv6") {
  CHECK(address_of("192.0.2.7") == address_of("::ffff:192.0.2.7"));
  CHECK_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
}

TEST_CASE("network: what is no address is refused") {
  for (const char* text : {"", "host.example", "192.0.2", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/", "192.0.2.0/8x",
                           "2001:db8::/129", "192.0.2.256"}) {
    CAPTURE(text);
    CHECK_FALSE(Network::parse(text));
  }
}

TEST_CASE("network: a host is numeric with and without brackets") {
  CHECK(is_numeric("192.0.2.7"));
  CHECK(is_numeric("2001:db8::1"));
  CHECK(is_numeric("[2001:db8::1]"));
  CHECK_FALSE(is_numeric("phone.example"));
  CHECK_FALSE(is_numeric(""));
}
