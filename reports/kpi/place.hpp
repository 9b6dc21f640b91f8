// A place is what an estimate speaks of: the total, a queue, an agent group, an interval, an interval of one
// queue. This lists the places that a centre has and gathers what its replications came to in one of them.
// Which KPIs make sense there is written in kpis.hpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "policies/contract/centre.hpp"
#include "reports/kpi/grid.hpp"
#include "reports/kpi/kpis.hpp"
#include "reports/kpi/results.hpp"
#include "reports/kpi/totals.hpp"

namespace twinline::reports {

struct Place {
  PlaceKind kind = PlaceKind::total;
  std::uint32_t index = 0;  ///< of the call type, queue, group or segment, or of the part of the infrastructure
  std::uint32_t cell = 0;   ///< of the grid, for intervals
  Dimensions by;
};

/// All places, in the order of reports: the total, call types, queues, groups, segments, what the calls ran on by kind,
/// causes of dropped calls, intervals, intervals of queues, of hosts, of links and of trunks.
std::vector<Place> places_of(const Centre& centre, const IntervalGrid& grid, Detail detail, KpiScope scope = {});

/// The place of a KPI as scenarios name it: the total, a queue, or a part of the infrastructure.
Place place_of(const Centre& centre, const NamedKpi& named, KpiScope scope = {});

/// What replications came to in one place, one entry each.
struct PlaceSample {
  std::vector<KpiCell> cells;
  std::vector<statistics::SparseHistogram> waits;  ///< empty where no distribution was kept
  bool has_infrastructure = false;                 ///< whether replications say anything of one
  bool has_journeys = false;                       ///< whether they say anything of matters
  bool has_channels = false;                       ///< whether they say anything of contacts other than calls

  /// No replication has a call or an agent here, or anything that was busy or down.
  bool is_empty() const;
};

class PlaceSampler {
 public:
  /// All three must outlive the sampler; the centre must be linked (Centre::link).
  PlaceSampler(const Centre& centre, const IntervalGrid& grid, std::span<const ReplicationTotals> replications);

  /// Agents' time of a queue is that of all groups which may serve one of the queue's call types; a group
  /// that serves several queues counts in each.
  PlaceSample at(const Place& place) const;

  /// The same of a single replication, without its waits.
  KpiCell cell_at(const Place& place, const ReplicationTotals& totals) const;

 private:
  const statistics::SparseHistogram* waits_at(const Place& place, const ReplicationTotals& totals) const;

  const IntervalGrid* grid_;
  std::span<const ReplicationTotals> replications_;
  std::vector<std::vector<std::uint32_t>> groups_of_queue_;
  std::vector<std::uint32_t> all_groups_;
};

}  // namespace twinline::reports
