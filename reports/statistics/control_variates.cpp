#include "reports/statistics/control_variates.hpp"

#include <cmath>

#include "reports/statistics/sum.hpp"
#include "reports/statistics/undefined.hpp"

namespace twinline::statistics {
namespace {

/// Of what is left of a control after those before it; less is rounding.
constexpr double least_left = 1e-9;

double product(std::span<const double> a, std::span<const double> b) {
  double total = 0;
  for (std::size_t i = 0; i < a.size(); ++i) total += a[i] * b[i];
  return total;
}

double average(std::span<const double> values) { return sum(values) / static_cast<double>(values.size()); }

std::vector<double> centred(std::span<const double> values) {
  const double centre = average(values);
  std::vector<double> result(values.begin(), values.end());
  for (double& value : result) value -= centre;
  return result;
}

void take_out(std::vector<double>& values, std::span<const double> direction, double factor) {
  for (std::size_t i = 0; i < values.size(); ++i) values[i] -= factor * direction[i];
}

/// Controls made orthogonal one after the other (Gram and Schmidt), each with its mean, that is how far it is off.
struct Direction {
  std::vector<double> values;  ///< centred
  double square = 0;
  double offset = 0;
};

std::vector<Direction> orthogonal(const Controls& controls) {
  std::vector<Direction> directions;
  for (const std::vector<double>& control : controls) {
    Direction direction{centred(control), 0, average(control)};
    const double before = product(direction.values, direction.values);
    for (const Direction& earlier : directions) {
      const double factor = product(direction.values, earlier.values) / earlier.square;
      take_out(direction.values, earlier.values, factor);
      direction.offset -= factor * earlier.offset;
    }
    direction.square = product(direction.values, direction.values);
    if (direction.square > least_left * before) directions.push_back(std::move(direction));
  }
  return directions;
}

}  // namespace

SampleEstimate controlled_mean(std::span<const double> values, const Controls& controls) {
  const std::size_t n = values.size();
  const bool are_enough = n >= 5 * (controls.size() + 1);
  SampleEstimate result = sample_mean(values);
  if (controls.empty() || !are_enough) return result;
  std::vector<double> residuals = centred(values);
  double spread = 1 / static_cast<double>(n);
  const std::vector<Direction> directions = orthogonal(controls);
  for (const Direction& direction : directions) {
    const double slope = product(residuals, direction.values) / direction.square;
    take_out(residuals, direction.values, slope);
    result.estimate -= slope * direction.offset;
    spread += direction.offset * direction.offset / direction.square;
  }
  result.degrees = static_cast<double>(n - 1 - directions.size());
  result.variance = product(residuals, residuals) / result.degrees * spread;
  return result;
}

std::vector<double> linearised(const Ratio& ratio) {
  const std::size_t n = ratio.numerators.size();
  const double denominator = sum(ratio.denominators);
  if (!(denominator != 0)) return std::vector<double>(n, undefined);
  const double estimate = sum(ratio.numerators) / denominator;
  std::vector<double> values(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double residual = ratio.numerators[i] - estimate * ratio.denominators[i];
    values[i] = estimate + residual * static_cast<double>(n) / denominator;
  }
  return values;
}

}  // namespace twinline::statistics
