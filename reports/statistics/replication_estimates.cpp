#include "reports/statistics/replication_estimates.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "reports/statistics/reference_distributions.hpp"
#include "reports/statistics/undefined.hpp"

namespace twinline::statistics {

namespace {

double sum(std::span<const double> values) {
  double total = 0;
  for (const double value : values) total += value;
  return total;
}

/// t such that a two-sided interval of mean ± t * standard error has the given confidence.
double t_factor(double confidence, double degrees) { return student_t_quantile(0.5 + confidence / 2, degrees); }

void require_equal_length(std::size_t a, std::size_t b) {
  if (a != b) throw std::invalid_argument("replications of a pair or a ratio must be equally many");
}

Interval t_interval(const SampleEstimate& sample, double confidence) {
  Interval interval{sample.estimate, std::nullopt, sample.n};
  if (sample.n >= 2 && std::isfinite(sample.variance)) {
    interval.half_width = t_factor(confidence, static_cast<double>(sample.n - 1)) * std::sqrt(sample.variance);
  }
  return interval;
}

SampleEstimate mean_of(std::span<const double> values) {
  if (values.empty()) return {undefined, undefined, 0};
  const double n = static_cast<double>(values.size());
  const double mean = sum(values) / n;
  if (values.size() == 1) return {mean, undefined, 1};
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, squares / (n - 1) / n, values.size()};
}

SampleEstimate ratio_of(const Ratio& ratio) {
  require_equal_length(ratio.numerators.size(), ratio.denominators.size());
  const std::uint64_t count = ratio.numerators.size();
  const double total = sum(ratio.denominators);
  if (!(total != 0)) return {undefined, undefined, count};
  const double estimate = sum(ratio.numerators) / total;
  if (count == 1) return {estimate, undefined, 1};
  const double n = static_cast<double>(count);
  double squares = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double residual = ratio.numerators[i] - estimate * ratio.denominators[i];
    squares += residual * residual;
  }
  return {estimate, squares * n / (n - 1) / (total * total), count};
}

/// The ratio without each of its replications in turn; NaN where that leaves nothing.
std::vector<double> leave_one_out(const Ratio& ratio) {
  const double numerator = sum(ratio.numerators);
  const double denominator = sum(ratio.denominators);
  std::vector<double> values;
  values.reserve(ratio.numerators.size());
  for (std::size_t i = 0; i < ratio.numerators.size(); ++i) {
    const double rest = denominator - ratio.denominators[i];
    values.push_back(rest != 0 ? (numerator - ratio.numerators[i]) / rest : undefined);
  }
  return values;
}

}  // namespace

Interval mean_interval(std::span<const double> values, double confidence) {
  return t_interval(mean_of(values), confidence);
}

Interval ratio_interval(const Ratio& ratio, double confidence) { return t_interval(ratio_of(ratio), confidence); }

Interval paired_mean_difference(std::span<const double> a, std::span<const double> b, double confidence) {
  require_equal_length(a.size(), b.size());
  std::vector<double> differences(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) differences[i] = b[i] - a[i];
  return mean_interval(differences, confidence);
}

Interval paired_ratio_difference(const Ratio& a, const Ratio& b, double confidence) {
  const SampleEstimate ratio_a = ratio_of(a);
  const SampleEstimate ratio_b = ratio_of(b);
  require_equal_length(a.numerators.size(), b.numerators.size());
  const std::vector<double> without_a = leave_one_out(a);
  std::vector<double> without = leave_one_out(b);
  for (std::size_t i = 0; i < without.size(); ++i) without[i] -= without_a[i];
  return jackknife_interval(ratio_b.estimate - ratio_a.estimate, without, confidence);
}

Interval independent_mean_difference(std::span<const double> a, std::span<const double> b, double confidence) {
  return welch_difference(mean_of(a), mean_of(b), confidence);
}

Interval independent_ratio_difference(const Ratio& a, const Ratio& b, double confidence) {
  return welch_difference(ratio_of(a), ratio_of(b), confidence);
}

Interval jackknife_interval(double estimate, std::span<const double> leave_one_out, double confidence) {
  return t_interval({estimate, jackknife_variance(leave_one_out), leave_one_out.size()}, confidence);
}

double jackknife_variance(std::span<const double> leave_one_out) {
  if (leave_one_out.size() < 2) return undefined;
  const double n = static_cast<double>(leave_one_out.size());
  const double mean = sum(leave_one_out) / n;
  double squares = 0;
  for (const double value : leave_one_out) squares += (value - mean) * (value - mean);
  return squares * (n - 1) / n;
}

Interval welch_difference(const SampleEstimate& a, const SampleEstimate& b, double confidence) {
  Interval interval{b.estimate - a.estimate, std::nullopt, std::min(a.n, b.n)};
  const double variance = a.variance + b.variance;
  if (interval.n < 2 || !std::isfinite(variance)) return interval;
  if (variance == 0) {
    interval.half_width = 0;
    return interval;
  }
  // Shares first: squares of very small variances would underflow.
  const double share_a = a.variance / variance;
  const double share_b = b.variance / variance;
  const double degrees =
      1 / (share_a * share_a / static_cast<double>(a.n - 1) + share_b * share_b / static_cast<double>(b.n - 1));
  interval.half_width = t_factor(confidence, degrees) * std::sqrt(variance);
  return interval;
}

}  // namespace twinline::statistics
