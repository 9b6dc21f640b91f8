#include "reports/kpi/sample.hpp"

#include <stdexcept>

#include "reports/kpi/channel_kpis.hpp"
#include "reports/kpi/customer_kpis.hpp"
#include "reports/kpi/infrastructure_kpis.hpp"
#include "reports/kpi/journey_kpis.hpp"
#include "reports/kpi/outbound_kpis.hpp"

namespace twinline::reports {

statistics::RatioPart part_of(const Kpi& kpi, const KpiCell& cell) {
  const Fraction fraction = kpi.fraction(cell);
  if (kpi.estimand == Estimand::mean) return {fraction.numerator / fraction.denominator, 1};
  return {fraction.numerator, fraction.denominator};
}

Fractions::Fractions(const Kpi& kpi, const PlaceSample& sample) {
  numerators_.reserve(sample.cells.size());
  denominators_.reserve(sample.cells.size());
  for (const KpiCell& cell : sample.cells) {
    const statistics::RatioPart part = part_of(kpi, cell);
    numerators_.push_back(part.numerator);
    denominators_.push_back(part.denominator);
  }
}

bool is_given(const Kpi& kpi, const Place& place, const PlaceSample& sample) {
  if (!kpi.is_given_by(place.kind)) return false;
  if (is_of_infrastructure(kpi)) return sample.has_infrastructure;
  if (is_of_journeys(kpi) || is_of_customers(kpi) || is_of_outbound(kpi)) return sample.has_journeys;
  if (is_of_channels(kpi)) return sample.has_channels;
  return kpi.estimand != Estimand::quantile || !sample.waits.empty();
}

bool is_interval(const Place& place) { return place.kind == PlaceKind::interval || is_interval_of_one(place); }

bool is_interval_of_one(const Place& place) {
  return place.kind == PlaceKind::queue_and_interval || place.kind == PlaceKind::host_and_interval ||
         place.kind == PlaceKind::link_and_interval || place.kind == PlaceKind::trunk_and_interval;
}

Detail detail_of(std::span<const ReplicationTotals> replications) {
  if (replications.empty()) throw std::invalid_argument("estimates need at least one replication");
  for (const ReplicationTotals& totals : replications) {
    if (totals.detail != replications.front().detail) {
      throw std::invalid_argument("replications of one estimate must be kept in the same detail");
    }
  }
  return replications.front().detail;
}

}  // namespace twinline::reports
