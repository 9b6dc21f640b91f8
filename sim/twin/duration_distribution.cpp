#include "sim/twin/duration_distribution.hpp"

#include <cmath>

#include "reports/statistics/exact_math.hpp"
#include "reports/statistics/time_sum.hpp"

namespace twinline::twin {
namespace {

double seconds(Milliseconds duration) { return static_cast<double>(duration.count()) / 1000; }

double log_of(Milliseconds duration) { return statistics::exact_log(seconds(duration)); }

using Counts = std::map<Milliseconds, std::uint64_t>;

/// Root of the mean squared deviation from `mean` of a function of the durations, over n − 1.
template <class Value>
double deviation(const Counts& counts, std::uint64_t n, double mean, Value value) {
  double squares = 0;
  for (const auto& [duration, times] : counts) {
    const double difference = value(duration) - mean;
    squares += difference * difference * static_cast<double>(times);
  }
  return std::sqrt(squares / static_cast<double>(n - 1));
}

}  // namespace

void DurationDistribution::add(Milliseconds duration) {
  ++counts_[duration];
  ++count_;
}

std::optional<double> DurationDistribution::mean() const {
  if (count_ == 0) return std::nullopt;
  statistics::TimeSum sum;
  for (const auto& [duration, times] : counts_) {
    sum.add(std::chrono::duration_cast<Duration>(duration), static_cast<std::int64_t>(times));
  }
  return sum.in_seconds() / static_cast<double>(count_);
}

std::optional<double> DurationDistribution::standard_deviation() const {
  if (count_ < 2) return std::nullopt;
  return deviation(counts_, count_, *mean(), seconds);
}

Milliseconds DurationDistribution::at_rank(std::uint64_t rank) const {
  for (const auto& [duration, times] : counts_) {
    if (rank < times) return duration;
    rank -= times;
  }
  return counts_.rbegin()->first;
}

std::optional<double> DurationDistribution::median() const {
  if (count_ == 0) return std::nullopt;
  return (seconds(at_rank((count_ - 1) / 2)) + seconds(at_rank(count_ / 2))) / 2;
}

std::optional<double> DurationDistribution::quantile(double share) const {
  if (count_ == 0) return std::nullopt;
  const double wanted = std::ceil(share * static_cast<double>(count_));
  return seconds(at_rank(wanted < 1 ? 0 : static_cast<std::uint64_t>(wanted) - 1));
}

std::optional<double> DurationDistribution::longest() const {
  if (count_ == 0) return std::nullopt;
  return seconds(counts_.rbegin()->first);
}

std::optional<double> DurationDistribution::share_below(Milliseconds bound) const {
  if (count_ == 0) return std::nullopt;
  std::uint64_t below = 0;
  for (auto entry = counts_.begin(); entry != counts_.lower_bound(bound); ++entry) below += entry->second;
  return static_cast<double>(below) / static_cast<double>(count_);
}

std::optional<double> DurationDistribution::log_mean() const {
  if (!all_positive()) return std::nullopt;
  double sum = 0;
  for (const auto& [duration, times] : counts_) sum += log_of(duration) * static_cast<double>(times);
  return sum / static_cast<double>(count_);
}

std::optional<double> DurationDistribution::log_standard_deviation() const {
  if (count_ < 2 || !all_positive()) return std::nullopt;
  return deviation(counts_, count_, *log_mean(), log_of);
}

}  // namespace twinline::twin
