#include "reports/statistics/quantile_estimates.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "reports/statistics/replication_estimates.hpp"
#include "reports/statistics/t_interval.hpp"
#include "reports/statistics/undefined.hpp"

namespace twinline::statistics {

namespace {

/// Counts of a histogram up to and including each of its bins.
std::vector<std::uint64_t> cumulative_counts(std::span<const BinCount> bins) {
  std::vector<std::uint64_t> cumulative;
  cumulative.reserve(bins.size());
  std::uint64_t total = 0;
  for (const BinCount& entry : bins) cumulative.push_back(total += entry.count);
  return cumulative;
}

/// All replications in one heap, and what is left of it without one of them.
class Pool {
 public:
  explicit Pool(std::span<const SparseHistogram> replications) {
    std::vector<std::uint64_t> counts(bin_count, 0);
    for (const SparseHistogram& replication : replications) {
      for (const BinCount& entry : replication.bins()) counts[entry.bin] += entry.count;
    }
    for (std::size_t bin = 0; bin < counts.size(); ++bin) {
      if (counts[bin] != 0) bins_.push_back({bin, counts[bin]});
    }
    cumulative_ = cumulative_counts(bins_);
  }

  double quantile(double p) const { return quantile_without(SparseHistogram{}, p); }

  /// NaN when nothing is left.
  double quantile_without(const SparseHistogram& left_out, double p) const {
    const std::uint64_t rest = (cumulative_.empty() ? 0 : cumulative_.back()) - left_out.count();
    if (rest == 0) return undefined;
    const double rank = rank_of(p, rest);
    const std::vector<std::uint64_t> left_out_cumulative = cumulative_counts(left_out.bins());
    const auto left_out_up_to = [&](std::uint64_t bin) {
      const auto bins = left_out.bins();
      const auto after =
          std::upper_bound(bins.begin(), bins.end(), bin, [](std::uint64_t b, const BinCount& e) { return b < e.bin; });
      return after == bins.begin() ? 0 : left_out_cumulative[static_cast<std::size_t>(after - bins.begin() - 1)];
    };
    const auto rest_up_to = [&](std::size_t i) { return cumulative_[i] - left_out_up_to(bins_[i].bin); };

    std::size_t low = 0;  // the first bin at which the rest reaches the rank lies in [low, high]
    std::size_t high = bins_.size() - 1;
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (static_cast<double>(rest_up_to(middle)) >= rank) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    const std::uint64_t before = low == 0 ? 0 : rest_up_to(low - 1);
    return quantile_within(static_cast<Bin>(bins_[low].bin), rank, before, rest_up_to(low) - before);
  }

 private:
  std::vector<BinCount> bins_;
  std::vector<std::uint64_t> cumulative_;
};

void require_share(double p) {
  if (!(p > 0 && p <= 1)) throw std::invalid_argument("a quantile is asked for at a share above 0 and at most 1");
}

struct PooledQuantile {
  double estimate = undefined;
  std::vector<double> leave_one_out;
};

PooledQuantile jackknifed(std::span<const SparseHistogram> replications, double p) {
  require_share(p);
  const Pool pool(replications);
  PooledQuantile result{pool.quantile(p), {}};
  result.leave_one_out.reserve(replications.size());
  for (const SparseHistogram& replication : replications) {
    result.leave_one_out.push_back(pool.quantile_without(replication, p));
  }
  return result;
}

}  // namespace

SampleEstimate pooled_quantile(std::span<const SparseHistogram> replications, double p) {
  const PooledQuantile pooled = jackknifed(replications, p);
  return jackknife(pooled.estimate, pooled.leave_one_out);
}

Interval pooled_quantile_interval(std::span<const SparseHistogram> replications, double p, double confidence) {
  return t_interval(pooled_quantile(replications, p), confidence);
}

std::vector<double> quantiles_without_each(std::span<const SparseHistogram> replications, double p) {
  return jackknifed(replications, p).leave_one_out;
}

SampleEstimate paired_quantile_difference(std::span<const SparseHistogram> a, std::span<const SparseHistogram> b,
                                          double p) {
  if (a.size() != b.size()) throw std::invalid_argument("paired replications must be equally many");
  const PooledQuantile pooled_a = jackknifed(a, p);
  PooledQuantile pooled_b = jackknifed(b, p);
  for (std::size_t i = 0; i < b.size(); ++i) pooled_b.leave_one_out[i] -= pooled_a.leave_one_out[i];
  return jackknife(pooled_b.estimate - pooled_a.estimate, pooled_b.leave_one_out);
}

SampleEstimate independent_quantile_difference(std::span<const SparseHistogram> a, std::span<const SparseHistogram> b,
                                               double p) {
  return welch_difference(pooled_quantile(a, p), pooled_quantile(b, p));
}

}  // namespace twinline::statistics
