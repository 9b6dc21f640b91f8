#include "sim/infra/grid_book.hpp"

#include <algorithm>
#include <utility>

namespace twinline::infra {
namespace {

using reports::EquipmentTotals;
using reports::ServiceTotals;
using statistics::TimeSum;

/// The links that reports speak of: those of the scenario, then the ways in of trunks that can run short.
std::vector<LinkIndex> links_to_report(const scenarios::Infrastructure& infrastructure, const Grid& grid) {
  std::vector<LinkIndex> links = grid.site_links;
  for (std::size_t trunk = 0; trunk < infrastructure.access.size(); ++trunk) {
    if (infrastructure.access[trunk].bandwidth < scenarios::without_limit) links.push_back(grid.access_links[trunk]);
  }
  return links;
}

std::size_t cells_of(const Booking& booking) {
  return booking.detail == reports::Detail::full ? booking.grid->cells() : 0;
}

}  // namespace

GridBook::Shelf::Shelf(std::size_t things, std::size_t cells)
    : totals(things), by_interval(things * cells), is_down(things, false), load(things), core_time(things) {}

GridBook::GridBook(const scenarios::Scenario& scenario, const Grid& grid, const Carrier& carrier,
                   const Services& services, const Elasticity& elasticity, const Booking& booking)
    : scenario_(&scenario),
      infrastructure_(&*scenario.infrastructure),
      grid_(&grid),
      carrier_(&carrier),
      services_(&services),
      elasticity_(&elasticity),
      booking_(booking),
      reported_links_(links_to_report(*infrastructure_, grid)),
      hosts_(infrastructure_->hosts.size(), cells_of(booking)),
      links_(reported_links_.size(), cells_of(booking)),
      trunks_(infrastructure_->access.size(), cells_of(booking)),
      sites_(infrastructure_->sites.size(), 0),
      lines_(infrastructure_->access.size()),
      failed_(infrastructure_->hosts.size()),
      was_impaired_(infrastructure_->services.size(), false),
      services_totals_(infrastructure_->services.size()),
      span_(span_from(world_start)) {}

reports::IntervalSpan GridBook::span_from(Time at) const {
  const reports::IntervalGrid& grid = *booking_.grid;
  if (at < grid.from()) return {world_start, grid.from(), 0};
  if (at >= grid.until()) return {grid.until(), never, 0};
  return booking_.detail == reports::Detail::full ? grid.span_at(at)
                                                  : reports::IntervalSpan{grid.from(), grid.until(), 0};
}

bool GridBook::close_spans(Time now) {
  bool warm_up_ended = false;
  while (now >= span_.end) {
    const Time end = span_.end;
    settle(end);
    settle_loads(end);
    span_ = span_from(end);
    if (end == booking_.grid->from()) {
      begin_horizon();
      warm_up_ended = true;
    }
  }
  return warm_up_ended;
}

/// What is down by now counts as an outage of the horizon.
void GridBook::begin_horizon() {
  for (Shelf* shelf : {&hosts_, &links_, &trunks_, &sites_}) {
    for (std::size_t thing = 0; thing < shelf->totals.size(); ++thing) {
      if (shelf->is_down[thing]) add(*shelf, thing, {.outages = 1});
    }
  }
  for (std::size_t service = 0; service < services_totals_.size(); ++service) {
    if (services_->is_impaired(service, span_.start)) ++services_totals_[service].impairments;
  }
}

void GridBook::settle(Time now) {
  if (is_in_horizon()) {
    for (Shelf* shelf : {&hosts_, &links_, &trunks_, &sites_}) {
      for (std::size_t thing = 0; thing < shelf->totals.size(); ++thing) {
        if (shelf->is_down[thing]) add(*shelf, thing, {.down = TimeSum{now - settled_}});
      }
    }
    for (std::size_t service = 0; service < services_totals_.size(); ++service) settle_service(service, now);
  }
  settled_ = now;
}

void GridBook::settle_service(scenarios::ServiceIndex service, Time now) {
  ServiceTotals& totals = services_totals_[service];
  for (Time at = settled_; at < now;) {
    const Time until = std::min(now, services_->next_change(service, at));
    if (!services_->serves(service, at)) totals.down.add(until - at);
    if (services_->is_impaired(service, at)) totals.impaired.add(until - at);
    at = until;
  }
}

void GridBook::settle_lines(std::size_t trunk, Time now) {
  Lines& lines = lines_[trunk];
  const Duration elapsed = now - lines.since;
  lines.since = now;
  const std::uint32_t all = scenario_->centre.trunks[trunk].lines;
  if (all == 0 || !is_in_horizon()) return;
  lines.in_interval.busy.add(elapsed, lines.busy);
  lines.in_interval.capacity.add(elapsed, all);
  if (lines.busy == all) lines.in_interval.saturated.add(elapsed);
}

void GridBook::change_busy_lines(std::size_t trunk, std::uint32_t lines, Time now) {
  settle_lines(trunk, now);
  lines_[trunk].busy = lines;
}

void GridBook::settle_loads(Time now) {
  const Duration elapsed = now - loads_settled_;
  loads_settled_ = now;
  for (std::size_t host = 0; host < hosts_.totals.size(); ++host) {
    add_load(hosts_, host, carrier_->load(grid_->host(host), now), core_time(host, elapsed, now));
  }
  for (std::size_t link = 0; link < links_.totals.size(); ++link) {
    add_load(links_, link, carrier_->load(reported_links_[link], now), TimeSum{elapsed});
  }
  for (std::size_t trunk = 0; trunk < lines_.size(); ++trunk) {
    settle_lines(trunk, now);
    add(trunks_, trunk, std::exchange(lines_[trunk].in_interval, {}));
  }
}

/// That the host has had since the last interval was closed, used or not.
TimeSum GridBook::core_time(scenarios::HostIndex host, Duration elapsed, Time now) {
  const auto bought = elasticity_->core_time(host, now);
  if (bought) return TimeSum{*bought - std::exchange(hosts_.core_time[host], *bought)};
  TimeSum capacity;
  capacity.add(elapsed, grid_->platform.hosts[host].cores);
  return capacity;
}

void GridBook::add_load(Shelf& shelf, std::size_t thing, const Load& load, const TimeSum& capacity) {
  const Load before = shelf.load[thing];
  shelf.load[thing] = load;
  if (!is_in_horizon()) return;
  add(shelf, thing,
      {.busy = TimeSum{load.busy - before.busy},
       .capacity = capacity,
       .saturated = TimeSum{load.saturated - before.saturated}});
}

void GridBook::add(Shelf& shelf, std::size_t thing, const EquipmentTotals& part) {
  shelf.totals[thing] += part;
  if (!shelf.by_interval.empty()) shelf.by_interval[thing * booking_.grid->cells() + span_.cell] += part;
}

void GridBook::set_down(Shelf& shelf, std::size_t thing, bool down) {
  if (down && !shelf.is_down[thing] && is_in_horizon()) add(shelf, thing, {.outages = 1});
  shelf.is_down[thing] = down;
}

void GridBook::before_change(Time now) {
  settle(now);
  for (std::size_t service = 0; service < was_impaired_.size(); ++service) {
    was_impaired_[service] = services_->is_impaired(service, now);
  }
}

void GridBook::after_change(Time now, const std::vector<int>& trunks_down, const std::vector<int>& sites_down) {
  for (std::size_t host = 0; host < hosts_.totals.size(); ++host) {
    const bool down = !carrier_->is_on(grid_->host(host));
    if (down && !hosts_.is_down[host] && is_in_horizon()) failed_[host] = now;
    if (!down) end_failure(host, now);
    set_down(hosts_, host, down);
  }
  for (std::size_t link = 0; link < links_.totals.size(); ++link) {
    set_down(links_, link, !carrier_->is_on(reported_links_[link]));
  }
  for (std::size_t trunk = 0; trunk < lines_.size(); ++trunk) set_down(trunks_, trunk, trunks_down[trunk] > 0);
  for (std::size_t site = 0; site < sites_.totals.size(); ++site) set_down(sites_, site, sites_down[site] > 0);
  for (std::size_t service = 0; service < services_totals_.size(); ++service) {
    const bool impaired = services_->is_impaired(service, now);
    if (impaired && !was_impaired_[service] && is_in_horizon()) ++services_totals_[service].impairments;
  }
}

/// Whoever uses the host has found out by now that it was down, or never will.
void GridBook::end_failure(scenarios::HostIndex host, Time now) {
  if (!failed_[host]) return;
  for (std::size_t index = 0; index < services_totals_.size(); ++index) {
    const scenarios::Service& service = infrastructure_->services[index];
    const bool uses = std::find(service.hosts.begin(), service.hosts.end(), host) != service.hosts.end();
    if (!uses || now < *failed_[host] + service.detection) continue;
    ++services_totals_[index].detections;
    services_totals_[index].detecting.add(service.detection);
  }
  failed_[host].reset();
}

/// All that an elastic host could do was paid for.
std::vector<reports::BoughtCoresTotals> GridBook::bought_cores() const {
  constexpr double seconds_per_hour = 3600, millionths = 1e6;
  std::vector<reports::BoughtCoresTotals> all;
  const auto is_elastic = [](const scenarios::Host& host) { return host.elastic.has_value(); };
  if (std::none_of(infrastructure_->hosts.begin(), infrastructure_->hosts.end(), is_elastic)) return all;
  all.resize(hosts_.totals.size());
  for (std::size_t host = 0; host < all.size(); ++host) {
    const auto& elastic = infrastructure_->hosts[host].elastic;
    if (!elastic) continue;
    all[host].time = hosts_.totals[host].capacity;
    const double cost = all[host].time.in_seconds() / seconds_per_hour * elastic->cost_per_core_hour;
    all[host].cost = static_cast<std::uint64_t>(cost * millionths + 0.5);
  }
  return all;
}

reports::InfrastructureTotals GridBook::finish(Time end) {
  const Time last = std::max(end, booking_.grid->until());
  close_spans(last);
  for (std::size_t host = 0; host < failed_.size(); ++host) end_failure(host, last);
  reports::InfrastructureTotals totals;
  totals.bought_cores = bought_cores();
  totals.sites = std::move(sites_.totals);
  totals.hosts = std::move(hosts_.totals);
  totals.links = std::move(links_.totals);
  for (const EquipmentTotals& equipment : trunks_.totals) totals.trunks.push_back({equipment, {}});
  totals.services = std::move(services_totals_);
  totals.by_host_and_interval = std::move(hosts_.by_interval);
  totals.by_link_and_interval = std::move(links_.by_interval);
  totals.by_trunk_and_interval = std::move(trunks_.by_interval);
  return totals;
}

}  // namespace twinline::infra
