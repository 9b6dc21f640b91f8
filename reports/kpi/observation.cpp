#include "reports/kpi/observation.hpp"

#include <limits>

#include "reports/kpi/place.hpp"

namespace twinline::reports {

Detail detail_for(const Kpi& kpi) { return kpi.estimand == Estimand::quantile ? Detail::totals : Detail::counts; }

double observed(const NamedKpi& kpi, const Centre& centre, const IntervalGrid& grid, const ReplicationTotals& totals) {
  const Place place{kpi.kind, kpi.index, 0, {}};
  const PlaceSample sample = PlaceSampler(centre, grid, {&totals, 1}).at(place);
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  if (kpi.kpi->estimand == Estimand::quantile)
    return sample.waits.front().quantile(kpi.kpi->quantile).value_or(nothing);
  const Fraction fraction = kpi.kpi->fraction(sample.cells.front());
  return fraction.denominator != 0 ? fraction.numerator / fraction.denominator : nothing;
}

}  // namespace twinline::reports
