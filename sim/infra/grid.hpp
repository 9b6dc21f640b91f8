// A scenario's infrastructure laid out as a platform: its hosts and links, a door at each site for what begins or ends
// with people there, the carrier's end of each trunk, and the routes between all of them. It says where things are, not
// what happens on them.
#pragma once

#include <vector>

#include "scenarios/schema/scenario.hpp"
#include "sim/infra/platform.hpp"

namespace twinline::infra {

struct Grid {
  Platform platform;                                               ///< the scenario's hosts come first, in its order
  std::vector<HostIndex> site_doors;                               ///< by site
  std::vector<HostIndex> carriers;                                 ///< by trunk
  std::vector<LinkIndex> site_links;                               ///< by link of the scenario
  std::vector<LinkIndex> access_links;                             ///< by trunk
  std::vector<std::size_t> site_of_group;                          ///< by agent group
  std::vector<std::vector<std::vector<LinkIndex>>> between_sites;  ///< the links from one site to another, in order

  HostIndex host(std::size_t of_scenario) const { return HostIndex{of_scenario}; }
};

/// Routes go over the fewest links; among equals over the link that the scenario names first.
Grid lay_out(const scenarios::Scenario& scenario);

}  // namespace twinline::infra
