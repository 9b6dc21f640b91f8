#include "reports/statistics/steady_state.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "reports/statistics/reference_distributions.hpp"
#include "reports/statistics/sum.hpp"

namespace twinline::statistics {
namespace {

constexpr std::size_t five = 5;
constexpr double alarm_level = 0.01;

std::vector<double> means_of_five(std::span<const double> observations) {
  std::vector<double> means;
  for (std::size_t i = 0; i + five <= observations.size(); i += five)
    means.push_back(sum(observations.subspan(i, five)) / five);
  return means;
}

double centre_of(std::span<const double> values) { return sum(values) / static_cast<double>(values.size()); }

}  // namespace

std::optional<std::size_t> mser_5(std::span<const double> observations) {
  const std::vector<double> means = means_of_five(observations);
  if (means.size() < 4) return std::nullopt;
  // From the end backwards: mean and squared deviations of all from here on (Welford).
  double centre = 0, squares = 0, count = 0, least = std::numeric_limits<double>::infinity();
  std::size_t deleted = 0;
  for (std::size_t i = means.size(); i-- > 0;) {
    ++count;
    const double deviation = means[i] - centre;
    centre += deviation / count;
    squares += deviation * (means[i] - centre);
    // The last few are alike by chance now and then.
    if (count < five) continue;
    const double marginal = squares / (count * count);
    if (marginal <= least) {
      least = marginal;
      deleted = i;
    }
  }
  if (deleted > means.size() / 2) return std::nullopt;
  return deleted * five;
}

double neighbour_correlation(std::span<const double> values) {
  if (values.size() < 2) return 0;
  const double centre = centre_of(values);
  double products = 0, squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    squares += (values[i] - centre) * (values[i] - centre);
    if (i > 0) products += (values[i] - centre) * (values[i - 1] - centre);
  }
  return squares > 0 ? products / squares : 0;
}

bool neighbours_are_alike(std::span<const double> values) {
  const double n = static_cast<double>(values.size());
  if (values.size() < 8) return false;
  const double centre = centre_of(values);
  const double first = values.front() - centre, last = values.back() - centre;
  double squares = 0;
  for (const double value : values) squares += (value - centre) * (value - centre);
  if (squares == 0) return false;
  const double ratio = neighbour_correlation(values) + (first * first + last * last) / (2 * squares);
  return ratio * std::sqrt((n * n - 1) / (n - 2)) > normal_quantile(1 - alarm_level);
}

}  // namespace twinline::statistics
