// What replications say of one KPI in one place, as the statistics take it: numerators and denominators, one of each
// per replication.
#pragma once

#include <span>
#include <vector>

#include "reports/kpi/kpis.hpp"
#include "reports/kpi/place.hpp"
#include "reports/kpi/totals.hpp"
#include "reports/statistics/paired_moments.hpp"
#include "reports/statistics/replication_estimates.hpp"

namespace twinline::reports {

/// One replication's part of a mean or a ratio. A mean is over replications, so each has its own quotient.
statistics::RatioPart part_of(const Kpi& kpi, const KpiCell& cell);

/// The parts of all replications.
class Fractions {
 public:
  Fractions(const Kpi& kpi, const PlaceSample& sample);

  std::span<const double> numerators() const { return numerators_; }
  statistics::Ratio ratio() const { return {numerators_, denominators_}; }

 private:
  std::vector<double> numerators_, denominators_;
};

/// Whether a KPI can be given for this place; a quantile needs the distribution to have been kept, and a KPI of the
/// infrastructure or of journeys that there were any.
bool is_given(const Kpi& kpi, const Place& place, const PlaceSample& sample);

/// Whether a place is an interval of the day, of all together or of one.
bool is_interval(const Place& place);

/// Whether it is that of one queue, host, link or trunk.
bool is_interval_of_one(const Place& place);

/// The detail that all replications were kept in. Throws std::invalid_argument when there are none or they differ.
Detail detail_of(std::span<const ReplicationTotals> replications);

}  // namespace twinline::reports
