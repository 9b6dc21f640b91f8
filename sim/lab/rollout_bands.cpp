#include "sim/lab/rollout_bands.hpp"

#include <algorithm>
#include <cmath>

#include "reports/kpi/kpis.hpp"
#include "reports/kpi/place.hpp"
#include "reports/statistics/sum.hpp"
#include "reports/statistics/undefined.hpp"

namespace twinline::sim {
namespace {

constexpr double low_share = 0.025, high_share = 0.975;

double mean_of(std::span<const double> values) {
  return values.empty() ? statistics::undefined : statistics::sum(values) / static_cast<double>(values.size());
}

/// Whether the place is an interval of what the KPI speaks of: of the centre, or of its queue.
bool is_interval_of(const reports::Place& place, const reports::NamedKpi& named) {
  if (!named.kpi->is_given_by(place.kind)) return false;
  if (!named.queue()) return place.kind == reports::PlaceKind::interval;
  return place.kind == reports::PlaceKind::queue_and_interval && place.index == named.index;
}

rollout::Band band_at(const reports::PlaceSampler& sampler, const reports::Place& place, const reports::Kpi& kpi,
                      std::span<const reports::ReplicationTotals> replications) {
  std::vector<double> values, offered;
  for (const reports::ReplicationTotals& totals : replications) {
    const reports::KpiCell cell = sampler.cell_at(place, totals);
    const reports::Fraction fraction = kpi.fraction(cell);
    offered.push_back(static_cast<double>(cell.calls.offered()));
    if (fraction.denominator > 0) values.push_back(fraction.numerator / fraction.denominator);
  }
  rollout::Band band{place.by.at("interval"), {}, mean_of(values), 0, 0, mean_of(offered)};
  band.low = quantile_of(values, low_share);
  band.high = quantile_of(values, high_share);
  return band;
}

}  // namespace

double quantile_of(std::vector<double> values, double share) {
  if (values.empty()) return statistics::undefined;
  std::sort(values.begin(), values.end());
  const double position = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const double above = values[std::min(below + 1, values.size() - 1)];
  return values[below] + (position - std::floor(position)) * (above - values[below]);
}

std::vector<rollout::Band> bands_of(const Model& model, std::span<const reports::ReplicationTotals> replications,
                                    std::span<const rollout::Question> questions) {
  const Centre& centre = model.scenario().centre;
  const reports::PlaceSampler sampler(centre, model.grid(), replications);
  std::vector<rollout::Band> bands;
  for (const reports::Place& place : reports::places_of(centre, model.grid(), reports::Detail::full)) {
    for (const rollout::Question& question : questions) {
      const auto named = reports::resolve_kpi(centre, question.kpi);
      if (!named || !is_interval_of(place, *named)) continue;
      rollout::Band band = band_at(sampler, place, *named->kpi, replications);
      if (band.offered == 0) continue;
      band.kpi = question.kpi;
      bands.push_back(std::move(band));
    }
  }
  return bands;
}

}  // namespace twinline::sim
