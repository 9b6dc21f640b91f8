#include "sim/infra/platform.hpp"

#include <algorithm>

namespace twinline::infra {

const std::vector<LinkIndex>* links_between(const Platform& platform, HostIndex from, HostIndex to) {
  const auto route = std::find_if(platform.routes.begin(), platform.routes.end(), [&](const Route& candidate) {
    return (candidate.from == from && candidate.to == to) || (candidate.from == to && candidate.to == from);
  });
  return route == platform.routes.end() ? nullptr : &route->links;
}

bool needs_simgrid(const Platform& platform) {
  return std::any_of(platform.hosts.begin(), platform.hosts.end(),
                     [](const Host& host) { return !host.aggregated && host.speed < unlimited; }) ||
         std::any_of(platform.links.begin(), platform.links.end(),
                     [](const Link& link) { return link.bandwidth < unlimited; });
}

}  // namespace twinline::infra
