#include "reports/statistics/replication_estimates.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "reports/statistics/sum.hpp"
#include "reports/statistics/t_interval.hpp"
#include "reports/statistics/undefined.hpp"

namespace twinline::statistics {

namespace {

void require_equal_length(std::size_t a, std::size_t b) {
  if (a != b) throw std::invalid_argument("replications of a pair or a ratio must be equally many");
}

double degrees_of(std::size_t n) { return n == 0 ? 0 : static_cast<double>(n - 1); }

}  // namespace

SampleEstimate sample_mean(std::span<const double> values) {
  if (values.empty()) return {undefined, undefined, 0, 0};
  const double n = static_cast<double>(values.size());
  const double mean = sum(values) / n;
  if (values.size() == 1) return {mean, undefined, 1, 0};
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, squares / (n - 1) / n, values.size(), n - 1};
}

SampleEstimate sample_ratio(const Ratio& ratio) {
  require_equal_length(ratio.numerators.size(), ratio.denominators.size());
  const std::uint64_t count = ratio.numerators.size();
  const double total = sum(ratio.denominators);
  if (!(total != 0)) return {undefined, undefined, count, degrees_of(count)};
  const double estimate = sum(ratio.numerators) / total;
  if (count == 1) return {estimate, undefined, 1, 0};
  const double n = static_cast<double>(count);
  double squares = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double residual = ratio.numerators[i] - estimate * ratio.denominators[i];
    squares += residual * residual;
  }
  return {estimate, squares * n / (n - 1) / (total * total), count, n - 1};
}

Interval mean_interval(std::span<const double> values, double confidence) {
  return t_interval(sample_mean(values), confidence);
}

Interval ratio_interval(const Ratio& ratio, double confidence) { return t_interval(sample_ratio(ratio), confidence); }

SampleEstimate paired_mean_difference(std::span<const double> a, std::span<const double> b) {
  require_equal_length(a.size(), b.size());
  std::vector<double> differences(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) differences[i] = b[i] - a[i];
  return sample_mean(differences);
}

SampleEstimate paired_ratio_difference(const Ratio& a, const Ratio& b) {
  const SampleEstimate ratio_a = sample_ratio(a);
  const SampleEstimate ratio_b = sample_ratio(b);
  require_equal_length(a.numerators.size(), b.numerators.size());
  const std::vector<double> without_a = leave_one_out(a);
  std::vector<double> without = leave_one_out(b);
  for (std::size_t i = 0; i < without.size(); ++i) without[i] -= without_a[i];
  return jackknife(ratio_b.estimate - ratio_a.estimate, without);
}

SampleEstimate independent_mean_difference(std::span<const double> a, std::span<const double> b) {
  return welch_difference(sample_mean(a), sample_mean(b));
}

SampleEstimate independent_ratio_difference(const Ratio& a, const Ratio& b) {
  return welch_difference(sample_ratio(a), sample_ratio(b));
}

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

SampleEstimate jackknife(double estimate, std::span<const double> leave_one_out) {
  const std::size_t count = leave_one_out.size();
  if (count < 2) return {estimate, undefined, count, degrees_of(count)};
  const double n = static_cast<double>(count);
  const double mean = sum(leave_one_out) / n;
  double squares = 0;
  for (const double value : leave_one_out) squares += (value - mean) * (value - mean);
  return {estimate, squares * (n - 1) / n, count, n - 1};
}

SampleEstimate welch_difference(const SampleEstimate& a, const SampleEstimate& b) {
  const double variance = a.variance + b.variance;
  SampleEstimate difference{b.estimate - a.estimate, variance, std::min(a.n, b.n), 1};
  if (difference.n < 2 || !std::isfinite(variance) || variance == 0) return difference;
  // Shares first: squares of very small variances would underflow.
  const double share_a = a.variance / variance;
  const double share_b = b.variance / variance;
  difference.degrees = 1 / (share_a * share_a / a.degrees + share_b * share_b / b.degrees);
  return difference;
}

}  // namespace twinline::statistics
