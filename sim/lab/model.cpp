#include "sim/lab/model.hpp"

#include <utility>

namespace twinline::sim {
namespace {

reports::IntervalGrid grid_of(const scenarios::Horizon& horizon) {
  std::vector<reports::GridDay> days;
  for (const scenarios::Day& day : horizon.days) {
    days.push_back({day.midnight, day.length, day.weekday, day.year, day.month, day.day, day.utc_offset_seconds,
                    day.clock_change_at, day.clock_change_seconds});
  }
  using Folding = reports::IntervalGrid::Folding;
  return {std::move(days), horizon.interval, world_start + horizon.warm_up, horizon.end,
          horizon.fold_by_weekday ? Folding::by_weekday : Folding::none};
}

}  // namespace

/// Links as the totals have them (sim/infra/grid_book.hpp): those between sites, then the ways in of trunks that can
/// run short.
std::optional<reports::InfrastructureLayout> layout_of(const scenarios::Scenario& scenario) {
  if (!scenario.infrastructure) return std::nullopt;
  const scenarios::Infrastructure& infrastructure = *scenario.infrastructure;
  const Centre& centre = scenario.centre;
  reports::InfrastructureLayout layout;
  for (const scenarios::Site& site : infrastructure.sites) {
    layout.sites.push_back({site.name, {}});
    for (const GroupIndex group : site.groups) layout.sites.back().groups.push_back(centre.groups[group.value].name);
  }
  for (const scenarios::Host& host : infrastructure.hosts) {
    const bool is_limited = host.cores < scenarios::without_limit;
    layout.hosts.push_back({host.name, host.site, is_limited ? std::optional{host.cores} : std::nullopt});
  }
  for (const scenarios::SiteLink& link : infrastructure.links) layout.links.push_back({link.name, link.from, link.to});
  for (std::size_t trunk = 0; trunk < infrastructure.access.size(); ++trunk) {
    const scenarios::Access& access = infrastructure.access[trunk];
    const std::string& name = centre.trunks[trunk].name;
    std::vector<std::size_t> overflow;
    for (const TrunkIndex other : access.overflow) overflow.push_back(other.value);
    layout.trunks.push_back({name, access.site, centre.trunks[trunk].lines, std::move(overflow)});
    if (access.bandwidth < scenarios::without_limit)
      layout.links.push_back({name + ".access", access.site, access.site});
  }
  for (const scenarios::Service& service : infrastructure.services) {
    layout.services.push_back({service.name, service.hosts});
  }
  return layout;
}

reports::KpiScope scope_of(const scenarios::Scenario& scenario,
                           const std::optional<reports::InfrastructureLayout>& layout) {
  return {layout ? &*layout : nullptr, scenario.journeys.has_value(), scenario.customers.has_value(),
          scenario.calls_customers(), has_channels(scenario.centre)};
}

Model::Model(scenarios::Scenario scenario)
    : scenario_(std::move(scenario)),
      log_(scenario_),
      grid_(grid_of(scenario_.horizon)),
      layout_(layout_of(scenario_)) {}

}  // namespace twinline::sim
