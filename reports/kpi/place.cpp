#include "reports/kpi/place.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace twinline::reports {
namespace {

template <class Named>
void add_each(std::vector<Place>& places, PlaceKind kind, const char* dimension, const std::vector<Named>& named) {
  for (std::uint32_t index = 0; index < named.size(); ++index) {
    places.push_back({kind, index, 0, {{dimension, named[index].name}}});
  }
}

/// The intervals of each.
template <class Named>
void add_intervals(std::vector<Place>& places, PlaceKind kind, const char* dimension, const std::vector<Named>& named,
                   const IntervalGrid& grid) {
  for (std::uint32_t index = 0; index < named.size(); ++index) {
    for (std::uint32_t cell = 0; cell < grid.cells(); ++cell) {
      places.push_back({kind, index, cell, {{"interval", grid.label(cell)}, {dimension, named[index].name}}});
    }
  }
}

constexpr std::array<const char*, outage_causes> cause_names{"host", "link", "site", "trunk"};

/// A thing that is as well as it is up.
void show(const EquipmentTotals& equipment, InfrastructureCell& cell) {
  cell.equipment = equipment;
  cell.impaired = equipment.down;
  cell.impairments = equipment.outages;
}

void show(const ServiceTotals& service, InfrastructureCell& cell) {
  cell.equipment.down = service.down;
  cell.impaired = service.impaired;
  cell.impairments = service.impairments;
  cell.service = service;
}

InfrastructureCell total_of(const InfrastructureTotals& totals) {
  InfrastructureCell cell;
  for (const TrunkTotals& trunk : totals.trunks) cell.attempts += trunk.attempts;
  for (const ServiceTotals& service : totals.services) {
    cell.service.detections += service.detections;
    cell.service.detecting += service.detecting;
    cell.service.calls_lost += service.calls_lost;
  }
  for (const BoughtCoresTotals& cores : totals.bought_cores) cell.bought_cores += cores;
  cell.calls = totals.calls;
  return cell;
}

InfrastructureCell infrastructure_at(const Place& place, const InfrastructureTotals& totals, std::uint32_t cells) {
  const std::size_t in_interval = std::size_t{place.index} * cells + place.cell;
  InfrastructureCell cell;
  switch (place.kind) {
    case PlaceKind::total: return total_of(totals);
    case PlaceKind::site: show(totals.sites[place.index], cell); break;
    case PlaceKind::host:
      show(totals.hosts[place.index], cell);
      if (!totals.bought_cores.empty()) cell.bought_cores = totals.bought_cores[place.index];
      break;
    case PlaceKind::link: show(totals.links[place.index], cell); break;
    case PlaceKind::trunk:
      show(totals.trunks[place.index].equipment, cell);
      cell.attempts = totals.trunks[place.index].attempts;
      break;
    case PlaceKind::service: show(totals.services[place.index], cell); break;
    case PlaceKind::cause: cell.calls.dropped[place.index] = totals.calls.dropped[place.index]; break;
    case PlaceKind::host_and_interval: show(totals.by_host_and_interval[in_interval], cell); break;
    case PlaceKind::link_and_interval: show(totals.by_link_and_interval[in_interval], cell); break;
    case PlaceKind::trunk_and_interval: show(totals.by_trunk_and_interval[in_interval], cell); break;
    default: break;  // calls and agents are not told apart by what they ran on
  }
  return cell;
}

/// Of all matters, or of those that began as calls of one type; nothing elsewhere.
JourneyCounts journeys_at(const Place& place, const JourneyTotals& totals) {
  if (place.kind == PlaceKind::total) return totals.total();
  return place.kind == PlaceKind::call_type ? totals.by_call_type[place.index] : JourneyCounts{};
}

/// Of all contacts that are no calls, or of those of one type; nothing elsewhere.
ChannelCounts channels_at(const Place& place, const ChannelTotals& totals) {
  if (place.kind == PlaceKind::total) return totals.total();
  return place.kind == PlaceKind::call_type ? totals.by_call_type[place.index] : ChannelCounts{};
}

}  // namespace

std::vector<Place> places_of(const Centre& centre, const IntervalGrid& grid, Detail detail, KpiScope scope) {
  const InfrastructureLayout* layout = scope.infrastructure;
  std::vector<Place> places;
  places.push_back({});
  add_each(places, PlaceKind::call_type, "call_type", centre.call_types);
  add_each(places, PlaceKind::queue, "queue", centre.queues);
  add_each(places, PlaceKind::group, "group", centre.groups);
  add_each(places, PlaceKind::segment, "segment", centre.segments);
  if (layout != nullptr) {
    add_each(places, PlaceKind::site, "site", layout->sites);
    add_each(places, PlaceKind::host, "host", layout->hosts);
    add_each(places, PlaceKind::link, "link", layout->links);
    add_each(places, PlaceKind::trunk, "trunk", layout->trunks);
    add_each(places, PlaceKind::service, "service", layout->services);
    for (std::uint32_t cause = 0; cause < cause_names.size(); ++cause) {
      places.push_back({PlaceKind::cause, cause, 0, {{"cause", cause_names[cause]}}});
    }
  }
  if (detail != Detail::full) return places;
  for (std::uint32_t cell = 0; cell < grid.cells(); ++cell) {
    places.push_back({PlaceKind::interval, 0, cell, {{"interval", grid.label(cell)}}});
  }
  add_intervals(places, PlaceKind::queue_and_interval, "queue", centre.queues, grid);
  if (layout != nullptr) {
    add_intervals(places, PlaceKind::host_and_interval, "host", layout->hosts, grid);
    add_intervals(places, PlaceKind::link_and_interval, "link", layout->links, grid);
    add_intervals(places, PlaceKind::trunk_and_interval, "trunk", layout->trunks, grid);
  }
  return places;
}

Place place_of(const Centre& centre, const NamedKpi& named, KpiScope scope) {
  const InfrastructureLayout* layout = scope.infrastructure;
  Place place{named.kind, named.index, 0, {}};
  switch (named.kind) {
    case PlaceKind::queue: place.by["queue"] = centre.queues[named.index].name; break;
    case PlaceKind::site: place.by["site"] = layout->sites[named.index].name; break;
    case PlaceKind::host: place.by["host"] = layout->hosts[named.index].name; break;
    case PlaceKind::link: place.by["link"] = layout->links[named.index].name; break;
    case PlaceKind::trunk: place.by["trunk"] = layout->trunks[named.index].name; break;
    case PlaceKind::service: place.by["service"] = layout->services[named.index].name; break;
    default: break;  // nothing else has a name of its own
  }
  return place;
}

bool PlaceSample::is_empty() const {
  return std::all_of(cells.begin(), cells.end(), [](const KpiCell& cell) {
    const EquipmentTotals& equipment = cell.infrastructure.equipment;
    return cell.calls == CallCounts{} && cell.in_horizon == AgentTimes{} && cell.in_run_out == AgentTimes{} &&
           equipment.busy == statistics::TimeSum{} && equipment.down == statistics::TimeSum{};
  });
}

PlaceSampler::PlaceSampler(const Centre& centre, const IntervalGrid& grid,
                           std::span<const ReplicationTotals> replications)
    : grid_(&grid), replications_(replications), groups_of_queue_(centre.queues.size()) {
  for (std::size_t type = 0; type < centre.call_types.size(); ++type) {
    std::vector<std::uint32_t>& groups = groups_of_queue_[centre.call_types[type].queue.value];
    for (const Eligibility& eligible : centre.eligible_groups[type]) groups.push_back(eligible.group.value);
  }
  for (std::vector<std::uint32_t>& groups : groups_of_queue_) {
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  }
  all_groups_.resize(centre.groups.size());
  std::iota(all_groups_.begin(), all_groups_.end(), 0U);
}

PlaceSample PlaceSampler::at(const Place& place) const {
  PlaceSample sample;
  sample.cells.reserve(replications_.size());
  for (const ReplicationTotals& totals : replications_) {
    sample.cells.push_back(cell_at(place, totals));
    if (const auto* waits = waits_at(place, totals)) sample.waits.push_back(*waits);
    sample.has_infrastructure = totals.infrastructure.has_value();
    sample.has_journeys = totals.journeys.has_value();
    sample.has_channels = totals.channels.has_value();
  }
  return sample;
}

KpiCell PlaceSampler::cell_at(const Place& place, const ReplicationTotals& totals) const {
  KpiCell cell;
  cell.length = grid_->until() - grid_->from();
  const auto add_groups = [&](const std::vector<std::uint32_t>& groups) {
    for (const std::uint32_t group : groups) {
      cell.in_horizon += totals.by_group[group].in_horizon;
      cell.in_run_out += totals.by_group[group].in_run_out;
    }
  };
  const auto add_interval_of = [&](const std::vector<std::uint32_t>& groups) {
    cell.length = grid_->length(place.cell);
    for (const std::uint32_t group : groups) {
      cell.in_horizon += totals.by_group_and_interval[std::size_t{group} * grid_->cells() + place.cell];
    }
  };
  switch (place.kind) {
    case PlaceKind::total:
      cell.calls = totals.total.counts;
      add_groups(all_groups_);
      break;
    case PlaceKind::call_type: cell.calls = totals.by_call_type[place.index].counts; break;
    case PlaceKind::segment: cell.calls = totals.by_segment[place.index].counts; break;
    case PlaceKind::queue:
      cell.calls = totals.by_queue[place.index].counts;
      add_groups(groups_of_queue_[place.index]);
      break;
    case PlaceKind::group:
      cell.calls = totals.by_group[place.index].calls.counts;
      add_groups({place.index});
      break;
    case PlaceKind::interval:
      for (std::size_t queue = 0; queue < groups_of_queue_.size(); ++queue) {
        cell.calls += totals.by_queue_and_interval[queue * grid_->cells() + place.cell];
      }
      cell.calls = without_overflows(cell.calls);
      add_interval_of(all_groups_);
      break;
    case PlaceKind::queue_and_interval:
      cell.calls = totals.by_queue_and_interval[std::size_t{place.index} * grid_->cells() + place.cell];
      add_interval_of(groups_of_queue_[place.index]);
      break;
    case PlaceKind::host_and_interval:
    case PlaceKind::link_and_interval:
    case PlaceKind::trunk_and_interval: cell.length = grid_->length(place.cell); break;
    default: break;  // neither calls nor agents are told apart by what they ran on
  }
  if (totals.infrastructure) {
    cell.infrastructure = infrastructure_at(place, *totals.infrastructure, grid_->cells());
  }
  if (totals.journeys) cell.journeys = journeys_at(place, *totals.journeys);
  if (totals.channels) cell.channels = channels_at(place, *totals.channels);
  return cell;
}

const statistics::SparseHistogram* PlaceSampler::waits_at(const Place& place, const ReplicationTotals& totals) const {
  if (totals.detail == Detail::counts) return nullptr;
  switch (place.kind) {
    case PlaceKind::total: return &totals.total.waits;
    case PlaceKind::call_type: return &totals.by_call_type[place.index].waits;
    case PlaceKind::queue: return &totals.by_queue[place.index].waits;
    case PlaceKind::group: return &totals.by_group[place.index].calls.waits;
    case PlaceKind::segment: return &totals.by_segment[place.index].waits;
    case PlaceKind::interval: return grid_->folded() ? nullptr : &totals.waits_by_interval[place.cell];
    default: return nullptr;
  }
}

}  // namespace twinline::reports
