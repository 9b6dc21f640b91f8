#include "tests/oracle/orbit_chain.hpp"

#include <algorithm>

namespace twinline::oracle {
namespace {

Rates rates_of(const OrbitModel& model) {
  const Eigen::Index columns = model.most_in_orbit + 1, states = (model.most_calls + 1) * columns;
  std::vector<Eigen::Triplet<double>> entries;
  for (Eigen::Index calls = 0; calls <= model.most_calls; ++calls) {
    for (Eigen::Index orbit = 0; orbit < columns; ++orbit) {
      const Eigen::Index from = calls * columns + orbit;
      const auto go = [&](Eigen::Index more_calls, Eigen::Index more_in_orbit, double rate) {
        if (rate == 0) return;
        entries.emplace_back(from, from + more_calls * columns + more_in_orbit, rate);
        entries.emplace_back(from, from, -rate);
      };
      const auto busy = std::min<Eigen::Index>(calls, model.agents);
      const double giving_up = static_cast<double>(calls - busy) / model.patience;
      const double joins = orbit < model.most_in_orbit ? model.redials : 0;
      if (calls < model.most_calls) {
        go(1, 0, model.arrival_rate);
        go(1, -1, static_cast<double>(orbit) / model.delay);
      }
      go(-1, 0, static_cast<double>(busy) / model.service_time + giving_up * (1 - joins));
      go(-1, 1, giving_up * joins);
    }
  }
  Rates rates(states, states);
  rates.setFromTriplets(entries.begin(), entries.end());
  return rates;
}

}  // namespace

OrbitLongRun long_run(const OrbitModel& model) {
  const Measure probabilities = steady_state(rates_of(model));
  const Eigen::Index columns = model.most_in_orbit + 1;
  OrbitLongRun result;
  double waiting = 0, delayed = 0;
  for (Eigen::Index state = 0; state < probabilities.size(); ++state) {
    const Eigen::Index calls = state / columns, orbit = state % columns;
    const double share = probabilities[state];
    const double coming = share * (model.arrival_rate + static_cast<double>(orbit) / model.delay);
    result.attempt_rate += coming;
    delayed += calls >= model.agents ? coming : 0;
    waiting += static_cast<double>(std::max<Eigen::Index>(0, calls - model.agents)) * share;
    if (calls == model.most_calls || orbit == model.most_in_orbit) result.probability_of_limit += share;
  }
  result.attempts.delayed = delayed / result.attempt_rate;
  result.attempts.mean_wait = waiting / result.attempt_rate;
  result.attempts.abandoned = result.attempts.mean_wait / model.patience;
  return result;
}

}  // namespace twinline::oracle
