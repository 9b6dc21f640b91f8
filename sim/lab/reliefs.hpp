// What a scenario can run short of, one resource at a time, and the scenario with twice as much of it: for who asks
// what the bottleneck is. Whether that helps is found out by simulating it (headroom.hpp).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "reports/kpi/headroom_result.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::sim {

struct Resource {
  reports::ResourceKind kind = reports::ResourceKind::people;
  std::string name;
  std::string amount;                                    ///< "12 agents"
  std::function<void(scenarios::Scenario&)> twice_it{};  ///< gives a scenario that has it twice as much
};

/// People, lines, hosts, services of several hosts, links, the trunks' ways in, and, where there are several, sites
/// with all that is there. What never runs short is left out.
std::vector<Resource> resources_of(const scenarios::Scenario& scenario);

}  // namespace twinline::sim
