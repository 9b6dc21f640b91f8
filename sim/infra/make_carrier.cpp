#include <algorithm>
#include <stdexcept>
#include <string>

#include "sim/infra/carrier.hpp"
#include "sim/infra/mixed_carrier.hpp"

namespace twinline::infra {
namespace {

void require(bool holds, const std::string& what) {
  if (!holds) throw std::invalid_argument(what);
}

void check(const Host& host) {
  require(host.cores > 0, "the host " + host.name + " has no core");
  require(host.speed > 0, "the host " + host.name + " has no speed");
}

void check(const Link& link) {
  require(link.latency >= 0s, "the link " + link.name + " has a negative latency");
  require(link.bandwidth > 0, "the link " + link.name + " has no bandwidth");
}

void check(const Route& route, const Platform& platform) {
  const auto known = [](auto index, const auto& table) { return index.value < table.size(); };
  require(known(route.from, platform.hosts) && known(route.to, platform.hosts), "a route leads to no host");
  require(route.from != route.to, "a route leads from a host to itself");
  require(
      std::all_of(route.links.begin(), route.links.end(), [&](LinkIndex link) { return known(link, platform.links); }),
      "a route passes a link that is none");
  // Of two routes between the same hosts the first would be taken without a word.
  require(
      links_between(platform, route.from, route.to) == &route.links,
      "two routes between " + platform.hosts[route.from.value].name + " and " + platform.hosts[route.to.value].name);
}

}  // namespace

std::unique_ptr<Carrier> make_carrier(const Platform& platform) {
  for (const Host& host : platform.hosts) check(host);
  for (const Link& link : platform.links) check(link);
  for (const Route& route : platform.routes) check(route, platform);
  return std::make_unique<MixedCarrier>(platform);
}

}  // namespace twinline::infra
