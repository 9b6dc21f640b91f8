#include "reports/kpi/place.hpp"

#include <algorithm>
#include <numeric>

namespace twinline::reports {
namespace {

template <class Named>
void add_each(std::vector<Place>& places, PlaceKind kind, const char* dimension, const std::vector<Named>& named) {
  for (std::uint32_t index = 0; index < named.size(); ++index) {
    places.push_back({kind, index, 0, {{dimension, named[index].name}}});
  }
}

}  // namespace

std::vector<Place> places_of(const Centre& centre, const IntervalGrid& grid, Detail detail) {
  std::vector<Place> places;
  places.push_back({});
  add_each(places, PlaceKind::call_type, "call_type", centre.call_types);
  add_each(places, PlaceKind::queue, "queue", centre.queues);
  add_each(places, PlaceKind::group, "group", centre.groups);
  add_each(places, PlaceKind::segment, "segment", centre.segments);
  if (detail != Detail::full) return places;
  for (std::uint32_t cell = 0; cell < grid.cells(); ++cell) {
    places.push_back({PlaceKind::interval, 0, cell, {{"interval", grid.label(cell)}}});
  }
  for (std::uint32_t queue = 0; queue < centre.queues.size(); ++queue) {
    for (std::uint32_t cell = 0; cell < grid.cells(); ++cell) {
      places.push_back({PlaceKind::queue_and_interval,
                        queue,
                        cell,
                        {{"interval", grid.label(cell)}, {"queue", centre.queues[queue].name}}});
    }
  }
  return places;
}

Place place_of(const Centre& centre, const NamedKpi& named) {
  Place place;
  if (!named.queue) return place;
  place.kind = PlaceKind::queue;
  place.index = static_cast<std::uint32_t>(named.queue->value);
  place.by["queue"] = centre.queues[named.queue->value].name;
  return place;
}

bool PlaceSample::is_empty() const {
  return std::all_of(cells.begin(), cells.end(), [](const KpiCell& cell) {
    return cell.calls == CallCounts{} && cell.in_horizon == AgentTimes{} && cell.in_run_out == AgentTimes{};
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
  }
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
    case PlaceKind::queue_and_interval: return nullptr;
  }
  return nullptr;
}

}  // namespace twinline::reports
