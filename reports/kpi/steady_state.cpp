#include "reports/kpi/steady_state.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "reports/kpi/estimates.hpp"
#include "reports/kpi/sample.hpp"
#include "reports/statistics/steady_state.hpp"

namespace twinline::reports {
namespace {

void add_cell(const KpiCell& cell, KpiCell& sum) {
  sum.calls += cell.calls;
  sum.in_horizon += cell.in_horizon;
  sum.length += cell.length;
}

/// Runs as cells: by interval, then run.
class Runs {
 public:
  Runs(const Centre& centre, const IntervalGrid& grid, std::span<const ReplicationTotals> totals)
      : grid_(&grid), totals_(totals), sampler_(centre, grid, totals) {}

  std::uint32_t intervals() const { return grid_->cells(); }

  /// Seconds that calls of one run spent waiting or being handled, by interval: in other words, how many were in the
  /// centre, which begins empty. Waits alone come in rare bursts, and deleting up to the end of one would bias what is
  /// left.
  std::vector<double> calls_in_centre(std::size_t run) const {
    std::vector<double> sums(intervals(), 0);
    const ReplicationTotals& totals = totals_[run];
    for (std::size_t at = 0; at < totals.by_queue_and_interval.size(); ++at) {
      const CallCounts& counts = totals.by_queue_and_interval[at];
      sums[at % intervals()] += (counts.wait_answered + counts.wait_unanswered).in_seconds();
    }
    for (std::size_t at = 0; at < totals.by_group_and_interval.size(); ++at)
      sums[at % intervals()] += totals.by_group_and_interval[at].handling.in_seconds();
    return sums;
  }

  /// What the batches came to in the total, or in one queue; all batches of the first run first.
  PlaceSample batches(const Place& place, std::uint32_t from, std::uint32_t count, std::uint32_t length) const {
    PlaceSample sample;
    sample.cells.resize(totals_.size() * count);
    const bool has_waits = place.kind == PlaceKind::total;
    if (has_waits) sample.waits.resize(sample.cells.size());
    for (std::uint32_t interval = from; interval < from + count * length; ++interval) {
      Place cell_place{PlaceKind::interval, 0, interval, {}};
      if (place.kind == PlaceKind::queue) cell_place = {PlaceKind::queue_and_interval, place.index, interval, {}};
      const PlaceSample cells = sampler_.at(cell_place);
      for (std::size_t run = 0; run < totals_.size(); ++run) {
        const std::size_t batch = run * count + (interval - from) / length;
        add_cell(cells.cells[run], sample.cells[batch]);
        if (has_waits) sample.waits[batch].merge(totals_[run].waits_by_interval[interval]);
      }
    }
    return sample;
  }

 private:
  const IntervalGrid* grid_;
  std::span<const ReplicationTotals> totals_;
  PlaceSampler sampler_;
};

/// A count's mean is per interval, however long the batches are.
statistics::Interval batch_estimate(const Kpi& kpi, const PlaceSample& sample, std::uint32_t intervals_per_batch) {
  statistics::Interval interval = estimate_of(kpi, sample);
  if (kpi.estimand != Estimand::mean || kpi.name == "staffed") return interval;
  interval.estimate /= intervals_per_batch;
  if (interval.half_width) *interval.half_width /= intervals_per_batch;
  return interval;
}

std::vector<double> mean_waits(const PlaceSample& sample) {
  std::vector<double> means;
  for (const KpiCell& cell : sample.cells) {
    const auto offered = static_cast<double>(std::max<std::uint64_t>(1, cell.calls.offered()));
    means.push_back((cell.calls.wait_answered + cell.calls.wait_unanswered).in_seconds() / offered);
  }
  return means;
}

/// Intervals that all runs delete; nothing when one of them has not warmed up in its first half.
std::optional<std::uint32_t> deleted_intervals(const Runs& runs, std::size_t count) {
  std::size_t deleted = 0;
  for (std::size_t run = 0; run < count; ++run) {
    const auto of_run = statistics::mser_5(runs.calls_in_centre(run));
    if (!of_run) return std::nullopt;
    deleted = std::max(deleted, *of_run);
  }
  return static_cast<std::uint32_t>(deleted);
}

std::vector<Place> total_and_queues(const Centre& centre) {
  std::vector<Place> places{Place{}};
  for (std::uint32_t queue = 0; queue < centre.queues.size(); ++queue)
    places.push_back({PlaceKind::queue, queue, 0, {{"queue", centre.queues[queue].name}}});
  return places;
}

/// Of a queue only what is known of its single intervals too.
bool is_given_in_batches(const Kpi& kpi, const Place& place, const PlaceSample& sample) {
  if (place.kind == PlaceKind::queue && !kpi.is_given_by(PlaceKind::queue_and_interval)) return false;
  return is_given(kpi, place, sample);
}

}  // namespace

SteadyStateEstimates steady_state_estimates(const Centre& centre, const IntervalGrid& grid,
                                            std::span<const ReplicationTotals> totals, std::uint32_t batches) {
  const Runs runs(centre, grid, totals);
  SteadyStateEstimates result;
  const auto deleted = deleted_intervals(runs, totals.size());
  const std::uint32_t left = runs.intervals() - deleted.value_or(0);
  const bool can_be_cut = deleted && left >= batches;
  const std::uint32_t count = can_be_cut ? batches : 1, length = left / count;
  // What is left over goes with the warm-up: later is better.
  const std::uint32_t from = runs.intervals() - count * length;
  const double seconds = in_seconds(grid.interval());
  result.report = {from * seconds, can_be_cut ? totals.size() * batches : 0, length * seconds, 0, {}};
  std::vector<std::string>& warnings = result.report.warnings;
  if (!deleted) {
    warnings.emplace_back(
        "The run is too short: MSER-5 does not find the end of the warm-up in its first half. Make horizon.duration "
        "longer.");
  } else if (!can_be_cut) {
    warnings.push_back(fmt::format(
        "The run is too short: after the warm-up {} intervals are left for {} batches. Make horizon.duration longer or "
        "site.interval shorter.",
        left, batches));
  }

  for (const Place& place : total_and_queues(centre)) {
    const PlaceSample sample = runs.batches(place, from, count, length);
    const auto queue = place.kind == PlaceKind::queue ? std::optional{QueueIndex{place.index}} : std::nullopt;
    if (!queue && can_be_cut) {
      const std::vector<double> waits = mean_waits(sample);
      result.report.correlation = statistics::neighbour_correlation(waits);
      if (statistics::neighbours_are_alike(waits)) {
        warnings.push_back(fmt::format(
            "Neighbouring batches are alike (correlation {:.2f}): intervals are too narrow. Take fewer batches or make "
            "horizon.duration longer.",
            result.report.correlation));
      }
    }
    for (const Kpi& kpi : kpi_table()) {
      if (!is_given_in_batches(kpi, place, sample)) continue;
      statistics::Interval interval = batch_estimate(kpi, sample, length);
      if (!can_be_cut) interval.half_width.reset();
      result.estimates.push_back({std::string{kpi.name}, definition_text(kpi, centre, queue), place.by,
                                  interval.estimate, interval.half_width, can_be_cut ? interval.n : totals.size()});
    }
  }
  return result;
}

}  // namespace twinline::reports
