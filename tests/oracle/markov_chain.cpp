#include "tests/oracle/markov_chain.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include <Eigen/SparseLU>

namespace twinline::oracle {
namespace {

double fastest_of(const Rates& rates) { return rates.diagonal().size() == 0 ? 0 : -rates.diagonal().minCoeff(); }

/// Probabilities of 0, 1, 2, … events of a Poisson process, as far as they matter.
std::vector<double> poisson(double mean) {
  if (mean == 0) return {1};
  const auto most = static_cast<std::size_t>(mean + 10 * std::sqrt(mean) + 50);
  std::vector<double> probabilities;
  probabilities.reserve(most + 1);
  for (std::size_t events = 0; events <= most; ++events) {
    const auto n = static_cast<double>(events);
    probabilities.push_back(std::exp(n * std::log(mean) - mean - std::lgamma(n + 1)));
  }
  return probabilities;
}

/// x with xA = b.
Measure solve_from_left(const Rates& a, const Measure& b) {
  const Rates transposed = a.transpose();
  Eigen::SparseLU<Rates> solver(transposed);
  if (solver.info() != Eigen::Success)
    throw std::runtime_error("the chain's equations have no single solution: " + solver.lastErrorMessage());
  return solver.solve(b);
}

}  // namespace

Evolution evolve(const Rates& rates, const Measure& start, double seconds) {
  const double fastest = fastest_of(rates);
  if (fastest == 0) return {start, start * seconds};
  // The chain jumps at the times of a Poisson process of the fastest rate; slower states mostly jump to themselves. The
  // time before jump k + 1 is 1/fastest times the probability of more than k jumps.
  const std::vector<double> jumps = poisson(fastest * seconds);
  std::vector<double> more(jumps.size(), 0);
  for (std::size_t k = jumps.size() - 1; k > 0; --k) more[k - 1] = more[k] + jumps[k];

  Evolution result{Measure::Zero(start.size()), Measure::Zero(start.size())};
  Measure now = start;
  for (std::size_t k = 0; k < jumps.size(); ++k) {
    result.at_end += jumps[k] * now;
    result.time += more[k] / fastest * now;
    now += rates.transpose() * now / fastest;
  }
  return result;
}

Measure time_until_gone(const Rates& rates, const Measure& start) { return solve_from_left(rates, -start); }

Measure steady_state(const Rates& rates) {
  // One state has weight 1 and the others follow; of the balance equations one follows from the others. It must be a
  // likely state: were it one of probability 1e-40, the equations of the others would be singular but for rounding.
  const Eigen::Index states = rates.rows();
  Measure anywhere = Measure::Zero(states);
  anywhere[0] = 1;
  const double jumps = std::min<double>(20 * static_cast<double>(states), 5000);
  Eigen::Index likely = 0;
  evolve(rates, anywhere, jumps / fastest_of(rates)).at_end.maxCoeff(&likely);

  std::vector<Eigen::Triplet<double>> entries;
  Measure to_others = Measure::Zero(states - 1);
  const auto among_others = [&](Eigen::Index state) { return state < likely ? state : state - 1; };
  for (Eigen::Index column = 0; column < rates.outerSize(); ++column) {
    for (Rates::InnerIterator entry(rates, column); entry; ++entry) {
      if (entry.col() == likely) continue;
      if (entry.row() == likely) {
        to_others[among_others(entry.col())] = entry.value();
      } else {
        entries.emplace_back(among_others(entry.row()), among_others(entry.col()), entry.value());
      }
    }
  }
  Rates others(states - 1, states - 1);
  others.setFromTriplets(entries.begin(), entries.end());
  const Measure weights = solve_from_left(others, -to_others);
  Measure all(states);
  for (Eigen::Index state = 0; state < states; ++state) all[state] = state == likely ? 1 : weights[among_others(state)];
  return all / all.sum();
}

}  // namespace twinline::oracle
