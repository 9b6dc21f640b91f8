#include "sim/lab/reliefs.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace twinline::sim {
namespace {

using reports::ResourceKind;
using scenarios::Infrastructure;
using scenarios::Scenario;
using scenarios::without_limit;

std::uint32_t most_agents_of(const Scenario& scenario, std::size_t group) {
  return static_cast<std::uint32_t>(
      std::count_if(scenario.centre.agents.begin(), scenario.centre.agents.end(),
                    [&](const Agent& agent) { return agent.group == GroupIndex{group}; }));
}

/// The new agents come last, so that the others keep their numbers and with them their draws.
void twice_the_people(Scenario& scenario, std::size_t group) {
  const auto twice = [](auto& schedules) {
    for (auto& [day, steps] : schedules) {
      for (scenarios::StaffingStep& step : steps) step.agents *= 2;
    }
  };
  twice(scenario.people[group].schedule.by_weekday);
  twice(scenario.people[group].schedule.by_date);
  const std::uint32_t agents = most_agents_of(scenario, group);
  for (std::uint32_t number = agents + 1; number <= 2 * agents; ++number) {
    scenario.centre.agents.push_back(
        {fmt::format("{} {}", scenario.centre.groups[group].name, number), GroupIndex{group}});
  }
  scenario.centre.link();
}

void twice_the_cores(Scenario& scenario, std::size_t index) {
  scenarios::Host& host = scenario.infrastructure->hosts[index];
  host.cores *= 2;
  if (host.elastic) host.elastic->most_cores *= 2;
}

bool runs_short(const scenarios::Host& host) { return host.cores < without_limit; }

std::string cores_text(const scenarios::Host& host) {
  return host.elastic ? fmt::format("{} to {} cores", host.cores, host.elastic->most_cores)
                      : fmt::format("{} core{}", host.cores, host.cores == 1 ? "" : "s");
}

std::string bandwidth_text(double bytes_per_second) { return fmt::format("{:.4g} Mbit/s", bytes_per_second * 8e-6); }

void add_people_and_lines(const Scenario& scenario, std::vector<Resource>& resources) {
  for (std::size_t group = 0; group < scenario.centre.groups.size(); ++group) {
    const std::uint32_t agents = most_agents_of(scenario, group);
    if (agents == 0) continue;
    resources.push_back({ResourceKind::people, scenario.centre.groups[group].name,
                         fmt::format("{} agent{}", agents, agents == 1 ? "" : "s"),
                         [group](Scenario& more) { twice_the_people(more, group); }});
  }
  for (std::size_t trunk = 0; trunk < scenario.centre.trunks.size(); ++trunk) {
    const std::uint32_t lines = scenario.centre.trunks[trunk].lines;
    if (lines == 0) continue;
    resources.push_back({ResourceKind::lines, scenario.centre.trunks[trunk].name,
                         fmt::format("{} line{}", lines, lines == 1 ? "" : "s"),
                         [trunk](Scenario& more) { more.centre.trunks[trunk].lines *= 2; }});
  }
}

void add_hosts(const Infrastructure& infrastructure, std::vector<Resource>& resources) {
  for (std::size_t host = 0; host < infrastructure.hosts.size(); ++host) {
    if (!runs_short(infrastructure.hosts[host])) continue;
    resources.push_back({ResourceKind::host, infrastructure.hosts[host].name, cores_text(infrastructure.hosts[host]),
                         [host](Scenario& more) { twice_the_cores(more, host); }});
  }
  for (const scenarios::Service& service : infrastructure.services) {
    std::vector<std::size_t> hosts;
    for (const std::size_t host : service.hosts) {
      if (runs_short(infrastructure.hosts[host])) hosts.push_back(host);
    }
    if (hosts.size() < 2) continue;
    resources.push_back(
        {ResourceKind::service, service.name, fmt::format("{} hosts", hosts.size()), [hosts](Scenario& more) {
           for (const std::size_t host : hosts) twice_the_cores(more, host);
         }});
  }
}

void add_links(const Scenario& scenario, std::vector<Resource>& resources) {
  const Infrastructure& infrastructure = *scenario.infrastructure;
  for (std::size_t link = 0; link < infrastructure.links.size(); ++link) {
    const double bandwidth = infrastructure.links[link].bandwidth;
    if (bandwidth == without_limit) continue;
    resources.push_back({ResourceKind::link, infrastructure.links[link].name, bandwidth_text(bandwidth),
                         [link](Scenario& more) { more.infrastructure->links[link].bandwidth *= 2; }});
  }
  for (std::size_t trunk = 0; trunk < infrastructure.access.size(); ++trunk) {
    const double bandwidth = infrastructure.access[trunk].bandwidth;
    if (bandwidth == without_limit) continue;
    resources.push_back({ResourceKind::access, scenario.centre.trunks[trunk].name, bandwidth_text(bandwidth),
                         [trunk](Scenario& more) { more.infrastructure->access[trunk].bandwidth *= 2; }});
  }
}

/// All that is there: agents, the lines and ways in of trunks that end there, hosts, and links that lead there.
void twice_the_site(Scenario& scenario, std::size_t site) {
  Infrastructure& infrastructure = *scenario.infrastructure;
  for (const GroupIndex group : infrastructure.sites[site].groups) twice_the_people(scenario, group.value);
  for (std::size_t trunk = 0; trunk < infrastructure.access.size(); ++trunk) {
    if (infrastructure.access[trunk].site != site) continue;
    scenario.centre.trunks[trunk].lines *= 2;
    infrastructure.access[trunk].bandwidth *= 2;
  }
  for (std::size_t host = 0; host < infrastructure.hosts.size(); ++host) {
    if (infrastructure.hosts[host].site == site) twice_the_cores(scenario, host);
  }
  for (scenarios::SiteLink& link : infrastructure.links) {
    if (link.from == site || link.to == site) link.bandwidth *= 2;
  }
}

}  // namespace

std::vector<Resource> resources_of(const Scenario& scenario) {
  std::vector<Resource> resources;
  add_people_and_lines(scenario, resources);
  if (!scenario.infrastructure) return resources;
  add_hosts(*scenario.infrastructure, resources);
  add_links(scenario, resources);
  const auto& sites = scenario.infrastructure->sites;
  for (std::size_t site = 0; site < sites.size() && sites.size() > 1; ++site) {
    resources.push_back({ResourceKind::site, sites[site].name, "all that is there",
                         [site](Scenario& more) { twice_the_site(more, site); }});
  }
  return resources;
}

}  // namespace twinline::sim
