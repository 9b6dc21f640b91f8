#include "reports/statistics/log_linear_histogram.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace twinline::statistics {

SparseHistogram::SparseHistogram(std::vector<BinCount> bins) : bins_(std::move(bins)) {
  for (std::size_t i = 0; i < bins_.size(); ++i) {
    if (bins_[i].count == 0 || bins_[i].bin >= bin_count || (i > 0 && bins_[i].bin <= bins_[i - 1].bin)) {
      throw std::invalid_argument("the bins of a histogram must be filled, known and in rising order");
    }
    count_ += bins_[i].count;
  }
}

std::optional<double> SparseHistogram::quantile(double p) const {
  if (!(p > 0 && p <= 1)) throw std::invalid_argument("a quantile is asked for at a share above 0 and at most 1");
  if (count_ == 0) return std::nullopt;
  const double rank = rank_of(p, count_);
  std::uint64_t before = 0;
  auto entry = bins_.begin();
  while (static_cast<double>(before + entry->count) < rank) before += (entry++)->count;  // the last bin reaches n
  return quantile_within(static_cast<Bin>(entry->bin), rank, before, entry->count);
}

void SparseHistogram::merge(const SparseHistogram& other) {
  std::vector<BinCount> merged;
  merged.reserve(bins_.size() + other.bins_.size());
  auto mine = bins_.begin();
  auto theirs = other.bins_.begin();
  while (mine != bins_.end() && theirs != other.bins_.end()) {
    if (mine->bin < theirs->bin) {
      merged.push_back(*mine++);
    } else if (theirs->bin < mine->bin) {
      merged.push_back(*theirs++);
    } else {
      merged.push_back(*mine++);
      merged.back().count += (theirs++)->count;
    }
  }
  merged.insert(merged.end(), mine, bins_.end());
  merged.insert(merged.end(), theirs, other.bins_.end());
  bins_ = std::move(merged);
  count_ += other.count_;
}

void LogLinearHistogram::grow_to(Bin bin) {
  // By half as much again, or a histogram that rises bin by bin would be copied for each.
  const std::size_t wanted = std::max<std::size_t>(std::size_t{bin} + 1, counts_.size() + counts_.size() / 2);
  counts_.resize(std::min<std::size_t>(wanted, bin_count));
}

void LogLinearHistogram::add_beyond(Bin bin, std::uint64_t times) {
  if (counts_.empty() && few_.size() + times <= most_in_list) {
    few_.insert(few_.end(), static_cast<std::size_t>(times), bin);
    return;
  }
  const Bin longest = few_.empty() ? bin : std::max(bin, *std::max_element(few_.begin(), few_.end()));
  if (longest >= counts_.size()) grow_to(longest);
  for (const Bin earlier : few_) ++counts_[earlier];
  few_ = {};
  counts_[bin] += times;
}

void LogLinearHistogram::merge(const SparseHistogram& other) {
  for (const BinCount& entry : other.bins()) {
    const Bin bin = static_cast<Bin>(entry.bin);
    if (bin < counts_.size()) {
      counts_[bin] += entry.count;
    } else {
      add_beyond(bin, entry.count);
    }
  }
  count_ += other.count();
}

void LogLinearHistogram::merge(const LogLinearHistogram& other) { merge(other.freeze()); }

SparseHistogram LogLinearHistogram::freeze() const {
  std::vector<BinCount> bins;
  if (counts_.empty()) {
    std::vector<Bin> sorted = few_;
    std::sort(sorted.begin(), sorted.end());
    for (const Bin bin : sorted) {
      if (bins.empty() || bins.back().bin != bin) bins.push_back({bin, 0});
      bins.back().count += 1;
    }
  } else {
    for (std::size_t bin = 0; bin < counts_.size(); ++bin) {
      if (counts_[bin] != 0) bins.push_back({bin, counts_[bin]});
    }
  }
  bins.shrink_to_fit();
  return SparseHistogram(std::move(bins));
}

void LogLinearHistogram::clear() {
  few_.clear();
  std::fill(counts_.begin(), counts_.end(), 0);
  count_ = 0;
}

}  // namespace twinline::statistics
