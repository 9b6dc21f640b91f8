#include "tests/laws/erlang.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

namespace twinline::laws {
namespace {

/// Probabilities of 0, 1, 2, … calls in the centre, up to where they no longer matter.
std::vector<double> erlang_a_states(const Traffic& traffic, double patience) {
  std::vector<double> states{1};
  double largest = 1;
  for (std::size_t calls = 1; states.back() > 1e-18 * largest || calls <= traffic.agents; ++calls) {
    const double serving = static_cast<double>(std::min<std::size_t>(calls, traffic.agents)) / traffic.service_time;
    const double waiting = calls > traffic.agents ? static_cast<double>(calls - traffic.agents) : 0;
    states.push_back(states.back() * traffic.arrival_rate / (serving + waiting / patience));
    largest = std::max(largest, states.back());
  }
  const double sum = std::accumulate(states.begin(), states.end(), 0.0);
  for (double& state : states) state /= sum;
  return states;
}

/// The probability that a caller is answered within the threshold after a wait, `ahead` being the probabilities of
/// finding all agents busy and 0, 1, … callers waiting. The queue before the caller is a Markov chain that only
/// shrinks; its state at the threshold comes from uniformisation: the steps of a Poisson process at the fastest rate of
/// all.
double answered_after_a_wait(const Traffic& traffic, double patience, std::vector<double> ahead, double threshold) {
  const double service_rate = traffic.agents / traffic.service_time;
  const double fastest = service_rate + static_cast<double>(ahead.size()) / patience;
  const double usual_steps = fastest * threshold;
  const auto most_steps = static_cast<unsigned>(usual_steps + 10 * std::sqrt(usual_steps) + 50);
  double answered = 0, result = 0;
  double log_probability = -usual_steps;  // of taking exactly so many steps
  for (unsigned steps = 0; steps <= most_steps; ++steps) {
    result += std::exp(log_probability) * answered;
    log_probability += std::log(usual_steps / (steps + 1));
    answered += ahead.front() * service_rate / fastest;
    for (std::size_t callers = 0; callers < ahead.size(); ++callers) {
      // With so many ahead a caller moves up or gives up at the same rate as one place further back moves up.
      const double rate = service_rate + static_cast<double>(callers + 1) / patience;
      const double behind = callers + 1 < ahead.size() ? ahead[callers + 1] : 0;
      ahead[callers] += (behind - ahead[callers]) * rate / fastest;
    }
  }
  return result;
}

}  // namespace

double erlang_b(unsigned lines, double offered_load) {
  double blocked = 1;
  for (unsigned line = 1; line <= lines; ++line) blocked = offered_load * blocked / (line + offered_load * blocked);
  return blocked;
}

SteadyState erlang_c(const Traffic& traffic, double threshold) {
  const double load = traffic.offered_load(), agents = traffic.agents;
  const double blocked = erlang_b(traffic.agents, load);
  const double spare = (agents - load) / traffic.service_time;  // rate at which the queue drains
  SteadyState state;
  state.probability_of_wait = agents * blocked / (agents - load * (1 - blocked));
  state.mean_wait = state.probability_of_wait / spare;
  state.occupancy = load / agents;
  state.service_level = 1 - state.probability_of_wait * std::exp(-spare * threshold);
  return state;
}

SteadyState erlang_a(const Traffic& traffic, double patience, double threshold) {
  const std::vector<double> states = erlang_a_states(traffic, patience);
  const auto all_busy = states.begin() + traffic.agents;
  double queue_length = 0;
  for (auto state = all_busy; state != states.end(); ++state)
    queue_length += static_cast<double>(state - all_busy) * *state;

  SteadyState result;
  result.probability_of_wait = std::accumulate(all_busy, states.end(), 0.0);
  result.mean_wait = queue_length / traffic.arrival_rate;
  result.probability_of_abandonment = result.mean_wait / patience;
  result.occupancy = traffic.offered_load() * (1 - result.probability_of_abandonment) / traffic.agents;
  result.service_level =
      1 - result.probability_of_wait +
      answered_after_a_wait(traffic, patience, std::vector<double>(all_busy, states.end()), threshold);
  return result;
}

double rate_with_redials(const Traffic& first_attempts, double patience, double redials) {
  double low = first_attempts.arrival_rate, high = low / (1 - redials);
  for (int halving = 0; halving < 100; ++halving) {
    const double middle = 0.5 * (low + high);
    const double given_up =
        erlang_a({middle, first_attempts.service_time, first_attempts.agents}, patience, 0).probability_of_abandonment;
    (middle * (1 - redials * given_up) < first_attempts.arrival_rate ? low : high) = middle;
  }
  return low;
}

}  // namespace twinline::laws
