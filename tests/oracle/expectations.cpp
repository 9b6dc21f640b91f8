#include "tests/oracle/expectations.hpp"

#include <stdexcept>
#include <utility>

namespace twinline::oracle {
namespace {

/// How often a call of the type comes and has to wait, times the length of the measure.
double unlucky(const CentreChain& chain, const Measure& time, std::size_t type) {
  double sum = 0;
  for (Eigen::Index state = 0; state < time.size(); ++state) sum += chain.all_busy(state, type) ? time[state] : 0;
  return sum;
}

Cohort::Arrived arrived_in(const CentreChain& chain, const TaggedChain& tagged, std::size_t type, double arrivals,
                           const Measure& time) {
  return {arrivals * time.sum(), arrivals * chain.model().call_types[type].balk * unlucky(chain, time, type),
          arrivals * (tagged.entry().transpose() * time)};
}

/// The centre beside those of its calls that came in a stretch and wait: their rates in one matrix.
Rates beside(const Rates& centre, const Rates& entry, double arrivals, const Rates& tagged) {
  std::vector<Eigen::Triplet<double>> entries;
  const auto add = [&](const Rates& part, Eigen::Index row, Eigen::Index column, double factor) {
    for (Eigen::Index outer = 0; outer < part.outerSize(); ++outer) {
      for (Rates::InnerIterator entry_of(part, outer); entry_of; ++entry_of)
        entries.emplace_back(row + entry_of.row(), column + entry_of.col(), factor * entry_of.value());
    }
  };
  add(centre, 0, 0, 1);
  add(entry, 0, centre.cols(), arrivals);
  add(tagged, centre.rows(), centre.cols(), 1);
  Rates both(centre.rows() + tagged.rows(), centre.cols() + tagged.cols());
  both.setFromTriplets(entries.begin(), entries.end());
  return both;
}

}  // namespace

FiniteHorizon::FiniteHorizon(const CentreModel& model) : chain_(model) {
  Measure now = Measure::Zero(chain_.states().size());
  now[0] = 1;
  for (std::size_t stretch = 0; stretch < model.call_types.front().arrival_rates.size(); ++stretch) {
    before_.push_back(now);
    Evolution evolution = evolve(chain_.rates(arrivals(stretch)), now, model.stretch);
    now = std::move(evolution.at_end);
    time_.push_back(std::move(evolution.time));
  }
  before_.push_back(now);
}

std::vector<double> FiniteHorizon::arrivals(std::size_t stretch) const {
  std::vector<double> rates;
  for (const CallTypeModel& type : chain_.model().call_types) {
    const bool is_over = stretch >= type.arrival_rates.size();
    rates.push_back(is_over ? 0 : type.arrival_rates[stretch]);
  }
  return rates;
}

Cohort::Arrived FiniteHorizon::arrived(const TaggedChain& tagged, std::size_t type, std::size_t stretch) const {
  return arrived_in(chain_, tagged, type, arrivals(stretch)[type], time_[stretch]);
}

Expected FiniteHorizon::of_calls(std::size_t type, std::size_t stretch) const {
  const CentreModel& model = chain_.model();
  const TaggedChain tagged(chain_, type);
  const Cohort::Arrived came = arrived(tagged, type, stretch);
  Measure both = Measure::Zero(before_[stretch].size() + tagged.size());
  both.head(before_[stretch].size()) = before_[stretch];
  const auto rates = arrivals(stretch);
  const Evolution meanwhile =
      evolve(beside(chain_.rates(rates), tagged.entry(), rates[type], tagged.rates(rates)), both, model.stretch);
  double wait = meanwhile.time.tail(tagged.size()).sum();
  Measure waiting = meanwhile.at_end.tail(tagged.size());
  for (std::size_t later = stretch + 1; later < stretches(); ++later) {
    const Evolution evolution = evolve(tagged.rates(arrivals(later)), waiting, model.stretch);
    wait += evolution.time.sum();
    waiting = evolution.at_end;
  }
  wait += time_until_gone(tagged.rates(arrivals(stretches())), waiting).sum();
  const double patience = model.call_types[type].patience;
  return {came.offered, came.waiting.sum(), came.balked + (patience == for_ever ? 0 : wait / patience), wait};
}

Cohort FiniteHorizon::cohort(std::size_t stretch) const {
  if (chain_.model().call_types.size() != 1)
    throw std::logic_error("with several call types, a waiting call's chances change with the rates of the others");
  const TaggedChain tagged(chain_, 0);
  return {arrived(tagged, 0, stretch), tagged.rates({0}), chain_.model().call_types.front().patience};
}

Cohort FiniteHorizon::all_calls() const {
  Cohort all = cohort(0);
  for (std::size_t stretch = 1; stretch < stretches(); ++stretch) all += cohort(stretch);
  return all;
}

double FiniteHorizon::run_out() const {
  // Without the empty centre, the first of the states, all that is left goes away.
  const Eigen::Index busy = before_.back().size() - 1;
  const Rates rates = chain_.rates(arrivals(stretches()));
  return time_until_gone(rates.bottomRightCorner(busy, busy), before_.back().tail(busy)).sum();
}

double FiniteHorizon::probability_of_full_line(std::size_t stretch) const {
  return chain_.probability_of_full_line(before_[stretch + 1]);
}

LongRun long_run(const CentreModel& model, std::size_t type) {
  const CentreChain chain(model);
  std::vector<double> arrivals;
  for (const CallTypeModel& calls : model.call_types) arrivals.push_back(calls.arrival_rates.front());
  const Measure probabilities = steady_state(chain.rates(arrivals));
  const CallTypeModel& calls = model.call_types[type];
  LongRun result;
  result.full_queue = chain.probability_of_full_line(probabilities);
  double all_busy = 0, waiting = 0;
  for (Eigen::Index state = 0; state < probabilities.size(); ++state) {
    const bool is_blocked = chain.all_lines_taken(state);
    result.blocked += is_blocked ? probabilities[state] : 0;
    all_busy += !is_blocked && chain.all_busy(state, type) ? probabilities[state] : 0;
    waiting += chain.waiting(state, type) * probabilities[state];
  }
  // Poisson calls see time averages; the rest is Little's law.
  const double not_blocked = 1 - result.blocked;
  result.delayed = (1 - calls.balk) * all_busy / not_blocked;
  result.mean_wait = waiting / (arrivals[type] * not_blocked);
  result.abandoned = calls.balk * all_busy / not_blocked + result.mean_wait / calls.patience;
  return result;
}

Cohort steady_state_cohort(const CentreModel& model, std::size_t type) {
  const CentreChain chain(model);
  std::vector<double> arrivals;
  for (const CallTypeModel& calls : model.call_types) arrivals.push_back(calls.arrival_rates.front());
  const TaggedChain tagged(chain, type);
  return {arrived_in(chain, tagged, type, arrivals[type], steady_state(chain.rates(arrivals))), tagged.rates(arrivals),
          model.call_types[type].patience};
}

}  // namespace twinline::oracle
