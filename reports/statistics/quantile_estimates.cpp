#include "reports/statistics/quantile_estimates.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "reports/statistics/exact_math.hpp"
#include "reports/statistics/reference_distributions.hpp"
#include "reports/statistics/replication_estimates.hpp"
#include "reports/statistics/t_interval.hpp"
#include "reports/statistics/undefined.hpp"

namespace twinline::statistics {

namespace {

/// A duration by its place in the bins, with the part of its own bin that does not exceed it.
struct BinPoint {
  Bin bin = zero_bin;
  double part = 0;
  double seconds = 0;
};

/// How many of a replication's durations do not exceed the point.
double count_up_to(const SparseHistogram& replication, const BinPoint& point) {
  double count = 0;
  for (const BinCount& entry : replication.bins()) {
    if (entry.bin > point.bin) break;
    count += (entry.bin == point.bin ? point.part : 1) * static_cast<double>(entry.count);
  }
  return count;
}

/// All replications in one heap.
class Pool {
 public:
  explicit Pool(std::span<const SparseHistogram> replications) {
    std::vector<std::uint64_t> counts(bin_count, 0);
    for (const SparseHistogram& replication : replications) {
      for (const BinCount& entry : replication.bins()) counts[entry.bin] += entry.count;
    }
    for (std::size_t bin = 0; bin < counts.size(); ++bin) {
      if (counts[bin] == 0) continue;
      bins_.push_back(static_cast<Bin>(bin));
      cumulative_.push_back(count() + counts[bin]);
    }
  }

  std::uint64_t count() const { return cumulative_.empty() ? 0 : cumulative_.back(); }

  /// Needs a duration at least.
  BinPoint at(double p) const {
    const double rank = rank_of(p, count());
    const auto reached = std::lower_bound(cumulative_.begin(), cumulative_.end(), rank,
                                          [](std::uint64_t c, double r) { return static_cast<double>(c) < r; });
    const auto position = static_cast<std::size_t>(std::min(reached, cumulative_.end() - 1) - cumulative_.begin());
    const std::uint64_t before = position == 0 ? 0 : cumulative_[position - 1];
    const std::uint64_t in_bin = cumulative_[position] - before;
    return {bins_[position], (rank - static_cast<double>(before)) / static_cast<double>(in_bin),
            quantile_within(bins_[position], rank, before, in_bin)};
  }

 private:
  std::vector<Bin> bins_;
  std::vector<std::uint64_t> cumulative_;
};

/// Shares to either side of p over which the slope at the quantile is taken, for so many independent durations.
double stretch_for_slope(double p, double durations) {
  constexpr double root_of_two_pi = 2.5066282746310002;
  const double z = normal_quantile(p), wanted = normal_quantile(0.5 + usual_confidence / 2);
  const double density = exact_exp(-z * z / 2) / root_of_two_pi;
  return exact_pow(1.5 * wanted * wanted * density * density / ((2 * z * z + 1) * durations), 1.0 / 3);
}

/// Seconds that a quantile rises with the share at p, where that share has so large a variance. Taken over the logit of
/// the share: a tail that thins out exponentially is nearly straight there, and neither end lies beyond 0 or 1.
double slope_at(const Pool& pool, double p, double variance_of_share) {
  const double spread = p * (1 - p);
  // As many independent durations as would leave the share as uncertain.
  const double stretch = stretch_for_slope(p, spread / variance_of_share) / spread;
  const auto at_odds = [&](double odds) { return pool.at(odds / (1 + odds)).seconds; };
  const double odds = p / (1 - p), factor = exact_exp(stretch);
  return (at_odds(odds * factor) - at_odds(odds / factor)) / (2 * stretch * spread);
}

/// The quantile, and what each replication makes of it.
struct LinearisedQuantile {
  double estimate = undefined;
  std::vector<double> values;

  LinearisedQuantile(std::span<const SparseHistogram> replications, double p) : values(replications.size(), undefined) {
    if (!(p > 0 && p < 1)) throw std::invalid_argument("a quantile is asked for at a share between 0 and 1");
    const Pool pool(replications);
    if (pool.count() == 0) return;
    const BinPoint point = pool.at(p);
    estimate = point.seconds;
    const double n = static_cast<double>(values.size()), total = static_cast<double>(pool.count());
    const auto lone = [&](const SparseHistogram& replication) { return replication.count() == pool.count(); };
    if (values.size() > 1 && std::any_of(replications.begin(), replications.end(), lone)) return;
    double squares = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = p * static_cast<double>(replications[i].count()) - count_up_to(replications[i], point);
      squares += values[i] * values[i];
    }
    const double variance_of_share = squares * n / (n - 1) / (total * total);
    const double slope = variance_of_share > 0 ? slope_at(pool, p, variance_of_share) : 0;
    for (double& value : values) value = estimate + value * n / total * slope;
  }

  SampleEstimate sample() const {
    SampleEstimate sample = sample_mean(values);
    sample.estimate = estimate;
    return sample;
  }
};

}  // namespace

SampleEstimate pooled_quantile(std::span<const SparseHistogram> replications, double p) {
  return LinearisedQuantile(replications, p).sample();
}

Interval pooled_quantile_interval(std::span<const SparseHistogram> replications, double p, double confidence) {
  return t_interval(pooled_quantile(replications, p), confidence);
}

SampleEstimate paired_quantile_difference(std::span<const SparseHistogram> a, std::span<const SparseHistogram> b,
                                          double p) {
  const LinearisedQuantile of_a(a, p), of_b(b, p);
  SampleEstimate difference = paired_mean_difference(of_a.values, of_b.values);
  difference.estimate = of_b.estimate - of_a.estimate;
  return difference;
}

SampleEstimate independent_quantile_difference(std::span<const SparseHistogram> a, std::span<const SparseHistogram> b,
                                               double p) {
  return welch_difference(pooled_quantile(a, p), pooled_quantile(b, p));
}

std::vector<double> linearised_quantile(std::span<const SparseHistogram> replications, double p) {
  return LinearisedQuantile(replications, p).values;
}

}  // namespace twinline::statistics
