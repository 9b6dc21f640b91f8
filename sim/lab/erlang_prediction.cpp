#include "sim/lab/erlang_prediction.hpp"

#include <algorithm>

#include "policies/contract/units.hpp"
#include "sim/people/day_rates.hpp"
#include "sim/people/sampler.hpp"
#include "sim/people/workforce.hpp"

namespace twinline::sim {
namespace {

/// The average over the busyness is one over so many of its quantiles, each the middle of an equal share.
constexpr std::size_t quantiles = 2000;

constexpr double longest_patience = 1e7;

double mean_of(const scenarios::ByPeriod<scenarios::Distribution>& periods) {
  return periods.empty() ? 0 : sampler(periods.front().value).mean();
}

std::vector<double> busyness_quantiles(const scenarios::Scenario& scenario) {
  std::vector<double> values;
  const random::Distribution distribution = sampler(*scenario.busyness_by_day);
  for (std::size_t i = 0; i < quantiles; ++i)
    values.push_back(distribution.quantile((static_cast<double>(i) + 0.5) / quantiles));
  return values;
}

}  // namespace

double erlang_a_mean_wait(double arrival_rate, double service_time, double patience, unsigned agents) {
  if (arrival_rate <= 0) return 0;
  if (agents == 0) return patience;
  // Weights of 0, 1, 2, … calls in the centre, scaled down before they grow too large.
  constexpr double negligible = 1e-12, large = 1e200;
  double weight = 1, sum = 1, waiting = 0;
  for (unsigned calls = 1; calls < 100'000; ++calls) {
    const double in_line = calls > agents ? calls - agents : 0;
    weight *= arrival_rate / ((calls - in_line) / service_time + in_line / patience);
    sum += weight;
    waiting += weight * in_line;
    if (calls > agents && weight < negligible * sum) break;
    if (sum > large) {
      weight /= large;
      sum /= large;
      waiting /= large;
    }
  }
  return waiting / sum / arrival_rate;
}

ErlangPrediction::ErlangPrediction(const scenarios::Scenario& scenario) {
  const scenarios::Horizon& horizon = scenario.horizon;
  double calls_in_all = 0;
  days_.resize(horizon.days.size());
  for (std::size_t day = 0; day < horizon.days.size(); ++day) {
    const scenarios::Day& date = horizon.days[day];
    for (Time from = date.midnight; from < date.midnight + date.length; from += horizon.interval) {
      const Time until = std::min(from + horizon.interval, date.midnight + date.length);
      Interval interval{0, in_seconds(until - from), agents_on_duty(scenario, day, from)};
      for (std::size_t type = 0; type < scenario.callers.size(); ++type) {
        const scenarios::Callers& callers = scenario.callers[type];
        double calls = 0;
        for (const RatePiece& piece : day_rates(scenario, CallTypeIndex{type}, day)) {
          const Time begin = std::max(piece.from, from), end = std::min(piece.until, until);
          if (begin < end) calls += piece.calls(begin, end);
        }
        interval.calls += calls;
        calls_in_all += calls;
        service_time_ += calls * (mean_of(callers.handling.talk) + mean_of(callers.handling.wrap_up));
        patience_ +=
            calls * (callers.patience ? std::min(mean_of(*callers.patience), longest_patience) : longest_patience);
      }
      if (interval.calls > 0) days_[day].push_back(interval);
    }
  }
  if (calls_in_all > 0) {
    service_time_ /= calls_in_all;
    patience_ /= calls_in_all;
  }
  const std::vector<double> busyness = busyness_quantiles(scenario);
  for (std::size_t day = 0; day < days_.size(); ++day) {
    double sum = 0;
    for (const double factor : busyness) sum += waiting(day, factor);
    expected_.push_back(sum / static_cast<double>(busyness.size()));
  }
}

double ErlangPrediction::waiting(std::size_t day, double busyness) const {
  double sum = 0;
  for (const Interval& interval : days_[day]) {
    const double calls = interval.calls * busyness;
    sum += calls * erlang_a_mean_wait(calls / interval.seconds, service_time_, patience_, interval.agents);
  }
  return sum;
}

}  // namespace twinline::sim
