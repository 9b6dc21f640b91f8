#include "reports/kpi/estimates.hpp"

#include "reports/kpi/sample.hpp"
#include "reports/statistics/quantile_estimates.hpp"
#include "reports/statistics/replication_estimates.hpp"
#include "reports/statistics/t_interval.hpp"

namespace twinline::reports {

using statistics::Interval;

Interval estimate_of(const Kpi& kpi, const PlaceSample& sample, const Sampling& sampling) {
  if (!sampling.is_plain()) return statistics::t_interval(reduced_estimate(kpi, sample, sampling));
  if (kpi.estimand == Estimand::quantile) return statistics::pooled_quantile_interval(sample.waits, kpi.quantile);
  const Fractions fractions(kpi, sample);
  return kpi.estimand == Estimand::mean ? statistics::mean_interval(fractions.numerators())
                                        : statistics::ratio_interval(fractions.ratio());
}

std::vector<Estimate> estimates(const Centre& centre, const IntervalGrid& grid,
                                std::span<const ReplicationTotals> replications, const Sampling& sampling,
                                KpiScope scope) {
  const Detail detail = detail_of(replications);
  const PlaceSampler sampler(centre, grid, replications);
  std::vector<Estimate> list;
  for (const Place& place : places_of(centre, grid, detail, scope)) {
    const PlaceSample sample = sampler.at(place);
    if (is_interval(place) && sample.is_empty()) continue;
    const bool of_queue = place.kind == PlaceKind::queue || place.kind == PlaceKind::queue_and_interval;
    const auto queue = of_queue ? std::optional{QueueIndex{place.index}} : std::nullopt;
    for (const Kpi& kpi : kpi_table(scope)) {
      if (!is_given(kpi, place, sample)) continue;
      const Interval interval = estimate_of(kpi, sample, sampling);
      list.push_back({std::string{kpi.name}, definition_text(kpi, centre, queue), place.by, interval.estimate,
                      interval.half_width, interval.n});
    }
  }
  return list;
}

}  // namespace twinline::reports
