#include "reports/kpi/reduced_estimates.hpp"

#include <algorithm>
#include <cmath>

#include "reports/kpi/sample.hpp"
#include "reports/statistics/quantile_estimates.hpp"
#include "reports/statistics/replication_estimates.hpp"

namespace twinline::reports {
namespace {

using statistics::SampleEstimate;

/// Sums over each block.
std::vector<double> block_sums(std::span<const double> values, std::size_t block) {
  std::vector<double> sums(values.size() / block, 0);
  for (std::size_t i = 0; i < sums.size() * block; ++i) sums[i / block] += values[i];
  return sums;
}

std::vector<statistics::SparseHistogram> block_waits(const PlaceSample& sample, std::size_t block) {
  std::vector<statistics::SparseHistogram> waits(sample.waits.size() / block);
  for (std::size_t i = 0; i < waits.size() * block; ++i) waits[i / block].merge(sample.waits[i]);
  return waits;
}

/// One value for each block, whose mean is the estimate and whose spread is its uncertainty.
std::vector<double> values_by_block(const Kpi& kpi, const PlaceSample& sample, std::size_t block) {
  if (kpi.estimand == Estimand::quantile) {
    return statistics::linearised_quantile(block_waits(sample, block), kpi.quantile);
  }
  const Fractions fractions(kpi, sample);
  const statistics::Ratio ratio = fractions.ratio();
  const auto numerators = block_sums(ratio.numerators, block), denominators = block_sums(ratio.denominators, block);
  return statistics::linearised({numerators, denominators});
}

statistics::Controls all_controls(const Sampling& a, const Sampling& b) {
  statistics::Controls controls = a.controls;
  // Arms with the same callers have the same controls; those that follow from others would only cost observations.
  for (const auto& control : b.controls) {
    if (std::find(controls.begin(), controls.end(), control) == controls.end()) controls.push_back(control);
  }
  return controls;
}

}  // namespace

SampleEstimate reduced_estimate(const Kpi& kpi, const PlaceSample& sample, const Sampling& sampling) {
  return statistics::controlled_mean(values_by_block(kpi, sample, sampling.block), sampling.controls);
}

SampleEstimate reduced_difference(const Kpi& kpi, SampledArm a, SampledArm b, bool paired) {
  if (!paired) {
    return statistics::welch_difference(reduced_estimate(kpi, *a.sample, *a.sampling),
                                        reduced_estimate(kpi, *b.sample, *b.sampling));
  }
  const std::vector<double> of_a = values_by_block(kpi, *a.sample, a.sampling->block);
  std::vector<double> values = values_by_block(kpi, *b.sample, b.sampling->block);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] -= of_a.at(i);
  return statistics::controlled_mean(values, all_controls(*a.sampling, *b.sampling));
}

std::optional<double> gain_of(const Kpi& kpi, const PlaceSample& sample, const Sampling& sampling) {
  const double plain = statistics::sample_mean(values_by_block(kpi, sample, 1)).variance;
  const double gain = plain / reduced_estimate(kpi, sample, sampling).variance;
  return std::isfinite(gain) ? std::optional{gain} : std::nullopt;
}

}  // namespace twinline::reports
