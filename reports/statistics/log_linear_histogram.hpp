// A distribution of durations, counted in the bins of log_linear_bins.hpp: `LogLinearHistogram` grows while a
// replication runs, `SparseHistogram` is the frozen form that is kept, one per replication, until the
// intervals are worked out. Quantiles follow the convention of quantile_within(). Means are not a histogram's
// job; TimeSum has them exactly.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "policies/contract/bring_near.hpp"
#include "policies/contract/time.hpp"
#include "reports/statistics/log_linear_bins.hpp"

namespace twinline::statistics {

/// How many durations fell into one bin, in eight bytes. Counts reach to 2.8e14.
struct BinCount {
  std::uint64_t bin : 16;
  std::uint64_t count : 48;

  friend bool operator==(const BinCount& a, const BinCount& b) { return a.bin == b.bin && a.count == b.count; }
};

/// Counts of the bins that are not empty, in order of their bins. Does not change, except by merging.
class SparseHistogram {
 public:
  SparseHistogram() = default;

  /// From bins in rising order, none of them empty; throws std::invalid_argument otherwise.
  explicit SparseHistogram(std::vector<BinCount> bins);

  std::span<const BinCount> bins() const { return bins_; }
  std::uint64_t count() const { return count_; }

  /// The duration, in seconds, that a share p of those counted do not exceed; nothing when nothing was
  /// counted. p lies in (0, 1].
  std::optional<double> quantile(double p) const;

  /// Adds another's counts: the histogram of both samples together.
  void merge(const SparseHistogram& other);

  friend bool operator==(const SparseHistogram&, const SparseHistogram&) = default;

 private:
  std::vector<BinCount> bins_;
  std::uint64_t count_ = 0;
};

class LogLinearHistogram {
 public:
  /// Counts one duration. A few additions and one increment once the histogram is large.
  void add(Duration duration) {
    const Bin bin = bin_of(duration);
    ++count_;
    if (bin < counts_.size()) [[likely]] {
      ++counts_[bin];
    } else {
      add_beyond(bin, 1);
    }
  }

  /// Begins to fetch the bin of a duration that will be added soon: one of thousands, and seldom the last one again.
  void expect(Duration duration) const {
    const Bin bin = bin_of(duration);
    if (bin < counts_.size()) [[likely]]
      bring_near(counts_[bin]);
  }

  void merge(const LogLinearHistogram& other);
  void merge(const SparseHistogram& other);

  std::uint64_t count() const { return count_; }

  /// As SparseHistogram::quantile().
  std::optional<double> quantile(double p) const { return freeze().quantile(p); }

  /// The same counts without the empty bins.
  SparseHistogram freeze() const;

  /// Forgets what was counted and keeps the memory for the next replication.
  void clear();

  /// Bytes that the counts take at present.
  std::size_t memory() const { return few_.capacity() * sizeof(Bin) + counts_.capacity() * sizeof(std::uint64_t); }

 private:
  void add_beyond(Bin bin, std::uint64_t times);
  void grow_to(Bin bin);

  // A centre has thousands of histograms (interval by queue), most of a few dozen calls: those are kept as a
  // list of bins, in order of arrival. Beyond most_in_list the list gives way to one counter per bin up to
  // the longest.
  static constexpr std::size_t most_in_list = 2048;
  std::vector<Bin> few_;
  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
};

}  // namespace twinline::statistics
