#include "scenarios/schema/distribution_mass.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace twinline::scenarios {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The regularised incomplete gamma function P(shape, x) by its power series; from a shape of 10,000 on, where that
/// takes long, by the cube-root normal approximation (Wilson and Hilferty 1931), which is good to 1e-6 there.
double gamma_mass(double shape, double x) {
  if (x <= 0) return 0;
  const double spread = 1 / (9 * shape);
  const double score = (std::cbrt(x / shape) - (1 - spread)) / std::sqrt(spread);
  if (shape > 1e4 || std::abs(score) > 9) return 0.5 * std::erfc(-score / std::sqrt(2.0));
  double term = std::exp(shape * std::log(x) - x - std::lgamma(shape + 1)), sum = term;
  for (double order = shape + 1; term > sum * 1e-12; ++order) sum += (term *= x / order);
  return std::min(sum, 1.0);
}

double lognormal_mass(double mean, double sd, double x) {
  if (x <= 0) return 0;
  const double variance = std::log1p(sd / mean * (sd / mean));
  return 0.5 * std::erfc((std::log(mean) - 0.5 * variance - std::log(x)) / std::sqrt(2 * variance));
}

double exponential_mass(double mean, double x) { return x <= 0 ? 0 : -std::expm1(-x / mean); }

/// Of alternatives that are drawn by weight, equal ones where there are none.
template <class MassOf>
double weighted(const std::vector<double>& weights, std::size_t alternatives, MassOf&& mass_of) {
  double sum = 0, total = 0;
  for (std::size_t which = 0; which < alternatives; ++which) {
    const double weight = which < weights.size() ? weights[which] : 1;
    sum += weight * mass_of(which);
    total += weight;
  }
  return sum / total;
}

double mass_without_modifiers(const Distribution& written, double x) {
  using enum Distribution::Kind;
  const auto& p = written.parameters;
  switch (written.kind) {
    case constant: return x >= p.at(0) ? 1 : 0;
    case exponential: return exponential_mass(p.at(0), x);
    case lognormal: return lognormal_mass(p.at(0), p.at(1), x);
    case gamma:
    case erlang: return gamma_mass(p.at(1), x / p.at(0) * p.at(1));
    case hyperexponential:
      return weighted(written.weights, p.size(), [&](std::size_t which) { return exponential_mass(p[which], x); });
    case weibull: return x <= 0 ? 0 : -std::expm1(-std::pow(x / p.at(0), p.at(1)));
    case uniform: return std::clamp((x - p.at(0)) / (p.at(1) - p.at(0)), 0.0, 1.0);
    case empirical:
      return weighted(written.weights, p.size(), [&](std::size_t which) { return x >= p[which] ? 1.0 : 0.0; });
    case mixture:
      return weighted(written.weights, written.parts.size(),
                      [&](std::size_t which) { return mass_up_to(written.parts[which], x); });
    case from_log: return mass_up_to(written.parts.at(0), x);
  }
  return 1;
}

double mass_of_shifted(const Distribution& written, double x) {
  return mass_without_modifiers(written, x - written.shift);
}

double mass_below_low(const Distribution& written) {
  return written.low ? mass_of_shifted(written, std::nextafter(*written.low, -infinity)) : 0;
}

}  // namespace

double mass_up_to(const Distribution& written, double seconds) {
  if (written.low && seconds < *written.low) return 0;
  if (written.high && seconds >= *written.high) return 1;
  return (mass_of_shifted(written, seconds) - mass_below_low(written)) / mass_within_bounds(written);
}

double mass_within_bounds(const Distribution& written) {
  return (written.high ? mass_of_shifted(written, *written.high) : 1) - mass_below_low(written);
}

}  // namespace twinline::scenarios
