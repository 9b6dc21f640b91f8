#include "reports/kpi/variance_gains.hpp"

#include "reports/kpi/place.hpp"
#include "reports/kpi/sample.hpp"

namespace twinline::reports {

std::vector<VarianceGain> variance_gains(const Centre& centre, const IntervalGrid& grid,
                                         std::span<const ReplicationTotals> replications, const Sampling& sampling) {
  std::vector<VarianceGain> gains;
  const Place total;
  const PlaceSample sample = PlaceSampler(centre, grid, replications).at(total);
  for (const Kpi& kpi : kpi_table()) {
    if (!is_given(kpi, total, sample)) continue;
    if (const auto gain = gain_of(kpi, sample, sampling)) gains.push_back({std::string{kpi.name}, *gain});
  }
  return gains;
}

}  // namespace twinline::reports
