#include "reports/kpi/observation.hpp"

#include <limits>

#include "reports/kpi/place.hpp"

namespace twinline::reports {

Detail detail_for(const Kpi& kpi) { return kpi.estimand == Estimand::quantile ? Detail::totals : Detail::counts; }

Dimensions place_of(const NamedKpi& kpi, const Centre& centre) {
  if (!kpi.queue) return {};
  return {{"queue", centre.queues[kpi.queue->value].name}};
}

double observed(const NamedKpi& kpi, const Centre& centre, const IntervalGrid& grid, const ReplicationTotals& totals) {
  Place place;
  if (kpi.queue) {
    place.kind = PlaceKind::queue;
    place.index = kpi.queue->value;
  }
  const PlaceSample sample = PlaceSampler(centre, grid, {&totals, 1}).at(place);
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  if (kpi.kpi->estimand == Estimand::quantile)
    return sample.waits.front().quantile(kpi.kpi->quantile).value_or(nothing);
  const Fraction fraction = kpi.kpi->fraction(sample.cells.front());
  return fraction.denominator != 0 ? fraction.numerator / fraction.denominator : nothing;
}

}  // namespace twinline::reports
