// A budget of observations shared out among systems so that the best is found as probably as can be: optimal computing
// budget allocation, C.-H. Chen, J. Lin, E. Yücesan and S. E. Chick, "Simulation budget allocation for further
// enhancing the efficiency of ordinal optimization", Discrete Event Dynamic Systems 10 (2000), 251-270. Close rivals of
// the best and noisy ones get more, clear losers little. It promises nothing; probability_of_best() is an estimate from
// the same observations. Both are derived for systems that share no random numbers: where they share some, differences
// are surer than is assumed here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace twinline::statistics {

/// What is known of one system; larger means are better.
struct SystemSample {
  double mean = 0;
  double variance = 0;  ///< of one observation
  std::uint64_t n = 0;
};

/// The sample of these observations, two or more.
SystemSample sample_of(std::span<const double> observations);

/// The number of the system with the largest mean; the first of equals.
std::size_t best_of(std::span<const SystemSample> systems);

/// How many observations each system should have once all have `total` together, none fewer than it has. Differences
/// from the best below `least_difference` count as that much, so that equals do not take all. The counts add up to
/// `total`, or to what there is already where that is more.
std::vector<std::uint64_t> budget_allocation(std::span<const SystemSample> systems, std::uint64_t total,
                                             double least_difference);

/// The approximate probability of correct selection: 1 less the sum over rivals of the probability that one is better
/// than the best, normal posteriors taken to be independent. At least 0.
double probability_of_best(std::span<const SystemSample> systems);

}  // namespace twinline::statistics
