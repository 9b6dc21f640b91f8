#include "sim/infra/grid.hpp"

#include <algorithm>
#include <cmath>

namespace twinline::infra {
namespace {

using scenarios::Infrastructure;

std::uint32_t whole_cores(double cores) {
  constexpr double most = 1e9;
  return static_cast<std::uint32_t>(std::min(cores, most));
}

/// By breadth-first search from each site.
std::vector<std::vector<std::vector<LinkIndex>>> paths(const Infrastructure& infrastructure,
                                                       const std::vector<LinkIndex>& site_links) {
  const std::size_t sites = infrastructure.sites.size();
  std::vector<std::vector<std::vector<LinkIndex>>> all(sites, std::vector<std::vector<LinkIndex>>(sites));
  for (std::size_t start = 0; start < sites; ++start) {
    std::vector<std::size_t> reached{start};
    std::vector<bool> known(sites, false);
    known[start] = true;
    for (std::size_t next = 0; next < reached.size(); ++next) {
      const std::size_t here = reached[next];
      for (std::size_t link = 0; link < infrastructure.links.size(); ++link) {
        const scenarios::SiteLink& joins = infrastructure.links[link];
        if (joins.from != here && joins.to != here) continue;
        const std::size_t there = joins.from == here ? joins.to : joins.from;
        if (known[there]) continue;
        known[there] = true;
        reached.push_back(there);
        all[start][there] = all[start][here];
        all[start][there].push_back(site_links[link]);
      }
    }
  }
  return all;
}

/// Where a host of the platform stands, and the link that leads there from the site, if any.
struct End {
  std::size_t site = 0;
  LinkIndex access;
};

void add_routes(const std::vector<End>& ends, Grid& grid) {
  for (std::size_t from = 0; from < ends.size(); ++from) {
    for (std::size_t to = from + 1; to < ends.size(); ++to) {
      Route route{HostIndex{from}, HostIndex{to}, {}};
      if (ends[from].access) route.links.push_back(ends[from].access);
      const auto& between = grid.between_sites[ends[from].site][ends[to].site];
      route.links.insert(route.links.end(), between.begin(), between.end());
      if (ends[to].access) route.links.push_back(ends[to].access);
      grid.platform.routes.push_back(std::move(route));
    }
  }
}

}  // namespace

Grid lay_out(const scenarios::Scenario& scenario) {
  const Infrastructure& infrastructure = *scenario.infrastructure;
  Grid grid;
  Platform& platform = grid.platform;
  std::vector<End> ends;
  const auto add_host = [&](Host host, End end) {
    platform.hosts.push_back(std::move(host));
    ends.push_back(end);
    return HostIndex{platform.hosts.size() - 1};
  };
  const auto add_link = [&](Link link) {
    platform.links.push_back(std::move(link));
    return LinkIndex{platform.links.size() - 1};
  };

  for (const scenarios::Host& host : infrastructure.hosts) {
    const bool aggregated = host.carried_by == scenarios::CarriedBy::processor_sharing;
    add_host({host.name, whole_cores(host.cores), host.speed, aggregated}, {host.site, {}});
  }
  for (const scenarios::SiteLink& link : infrastructure.links) {
    grid.site_links.push_back(add_link({link.name, link.latency, link.bandwidth}));
  }
  grid.between_sites = paths(infrastructure, grid.site_links);
  for (std::size_t site = 0; site < infrastructure.sites.size(); ++site) {
    grid.site_doors.push_back(add_host({infrastructure.sites[site].name + ".door", 1, unlimited, false}, {site, {}}));
  }
  for (std::size_t trunk = 0; trunk < infrastructure.access.size(); ++trunk) {
    const scenarios::Access& access = infrastructure.access[trunk];
    const std::string& name = scenario.centre.trunks[trunk].name;
    grid.access_links.push_back(add_link({name + ".access", access.latency, access.bandwidth}));
    grid.carriers.push_back(
        add_host({name + ".carrier", 1, unlimited, false}, {access.site, grid.access_links.back()}));
  }
  grid.site_of_group.assign(scenario.centre.groups.size(), 0);
  for (std::size_t site = 0; site < infrastructure.sites.size(); ++site) {
    for (const GroupIndex group : infrastructure.sites[site].groups) grid.site_of_group[group.value] = site;
  }
  add_routes(ends, grid);
  return grid;
}

}  // namespace twinline::infra
