#include "reports/statistics/budget_allocation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "reports/statistics/reference_distributions.hpp"

namespace twinline::statistics {
namespace {

double sum_of(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// What the paper's theorem says of the shares, up to a common factor: N_i ~ (σ_i / δ_i)² for the rivals of the best,
/// and N_b = σ_b √(Σ (N_i / σ_i)²) for the best.
std::vector<double> weights_of(std::span<const SystemSample> systems, double least_difference) {
  const std::size_t best = best_of(systems);
  std::vector<double> weights(systems.size(), 0);
  double squares = 0;
  for (std::size_t i = 0; i < systems.size(); ++i) {
    if (i == best) continue;
    const double distance = std::max(systems[best].mean - systems[i].mean, least_difference);
    weights[i] = systems[i].variance / (distance * distance);
    if (systems[i].variance > 0) squares += weights[i] * weights[i] / systems[i].variance;
  }
  weights[best] = std::sqrt(systems[best].variance * squares);
  // Nobody varies: nothing is to be learnt, and everybody gets the same.
  if (!(sum_of(weights) > 0)) weights.assign(systems.size(), 1);
  return weights;
}

/// Whole numbers that add up to `count`, as near to the weights as can be: by largest remainder, first come first
/// served.
std::vector<std::uint64_t> apportioned(const std::vector<double>& weights, std::uint64_t count) {
  const double all = sum_of(weights);
  std::vector<std::uint64_t> counts(weights.size());
  std::vector<double> remainders(weights.size());
  std::uint64_t given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double share = weights[i] / all * static_cast<double>(count);
    counts[i] = std::min(static_cast<std::uint64_t>(share), count - given);
    remainders[i] = share - static_cast<double>(counts[i]);
    given += counts[i];
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; given < count; i = (i + 1) % order.size(), ++given) ++counts[order[i]];
  return counts;
}

}  // namespace

SystemSample sample_of(std::span<const double> observations) {
  const double n = static_cast<double>(observations.size());
  const double mean = std::accumulate(observations.begin(), observations.end(), 0.0) / n;
  double squares = 0;
  for (const double value : observations) squares += (value - mean) * (value - mean);
  return {mean, squares / (n - 1), observations.size()};
}

std::size_t best_of(std::span<const SystemSample> systems) {
  const auto less = [](const SystemSample& a, const SystemSample& b) { return a.mean < b.mean; };
  return static_cast<std::size_t>(std::max_element(systems.begin(), systems.end(), less) - systems.begin());
}

std::vector<std::uint64_t> budget_allocation(std::span<const SystemSample> systems, std::uint64_t total,
                                             double least_difference) {
  std::vector<std::uint64_t> counts;
  for (const SystemSample& system : systems) counts.push_back(system.n);
  std::vector<double> weights = weights_of(systems, least_difference);
  // Who has more than its share keeps it, and the others share what is left over.
  while (true) {
    std::uint64_t left = total;
    for (std::size_t i = 0; i < systems.size(); ++i) {
      if (weights[i] == 0) left -= std::min(left, systems[i].n);
    }
    if (!(sum_of(weights) > 0)) return counts;
    const std::vector<std::uint64_t> wanted = apportioned(weights, left);
    bool anybody_has_enough = false;
    for (std::size_t i = 0; i < systems.size(); ++i) {
      if (weights[i] == 0 || wanted[i] >= systems[i].n) continue;
      weights[i] = 0;
      anybody_has_enough = true;
    }
    if (anybody_has_enough) continue;
    for (std::size_t i = 0; i < systems.size(); ++i) counts[i] = weights[i] > 0 ? wanted[i] : systems[i].n;
    return counts;
  }
}

double probability_of_best(std::span<const SystemSample> systems) {
  const SystemSample& best = systems[best_of(systems)];
  double probability = 1;
  for (const SystemSample& rival : systems) {
    if (&rival == &best) continue;
    const double variance = best.variance / static_cast<double>(best.n) + rival.variance / static_cast<double>(rival.n);
    const double distance = best.mean - rival.mean;
    if (variance > 0) {
      probability -= normal_cumulative(-distance / std::sqrt(variance));
    } else if (distance == 0) {
      probability -= 0.5;
    }
  }
  return std::max(probability, 0.0);
}

}  // namespace twinline::statistics
