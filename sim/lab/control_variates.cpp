#include "sim/lab/control_variates.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "policies/contract/units.hpp"
#include "sim/lab/erlang_prediction.hpp"
#include "sim/lab/replication.hpp"
#include "sim/people/busyness.hpp"
#include "sim/people/caller_key.hpp"
#include "sim/people/demand.hpp"
#include "sim/people/local_time.hpp"
#include "sim/people/sampler.hpp"

namespace twinline::sim {
namespace {

/// Observed of one replication, or expected of any.
struct Brought {
  std::vector<double> calls;  ///< by call type
  double work = 0;            ///< seconds of talk, at speed 1
  double predicted_waiting = 0;
};

class Known {
 public:
  explicit Known(const Model& model) : model_(&model), scenario_(&model.scenario()) {
    for (const scenarios::Callers& callers : scenario_->callers) talk_.emplace_back(callers.handling.talk);
    if (scenario_->variance_reduction.erlang_a) prediction_.emplace(*scenario_);
  }

  Brought expected() const {
    Brought brought = nothing();
    for (std::size_t day = 0; day < scenario_->horizon.days.size(); ++day) {
      for (std::size_t type = 0; type < talk_.size(); ++type) add_expected(day, type, brought);
      if (prediction_) brought.predicted_waiting += prediction_->expected_waiting(day);
    }
    return brought;
  }

  Brought observed(const Draws& draws) const {
    Brought brought = nothing();
    Demand demand(*scenario_, model_->log(), draws);
    DayClock clock(scenario_->horizon.days);
    for (; demand.next().at != never; demand.advance()) {
      const Arrival& call = demand.next();
      if (call.source != ArrivalSource::rates) continue;
      brought.calls[call.type.value] += 1;
      if (!scenario_->variance_reduction.offered_load) continue;
      const auto& talk = talk_[call.type.value].distribution(time_of_day(clock.day_of(call.at), call.at));
      brought.work += draws.draw(talk, random::Purpose::talk, random::Entity{matter_of(call.key)});
    }
    for (std::size_t day = 0; prediction_ && day < scenario_->horizon.days.size(); ++day)
      brought.predicted_waiting += prediction_->waiting(day, shared_busyness(*scenario_, draws, day));
    return brought;
  }

 private:
  Brought nothing() const { return {std::vector<double>(talk_.size(), 0), 0, 0}; }

  /// Busyness has mean 1, so that calls and work are expected at the plain rates.
  void add_expected(std::size_t position, std::size_t type, Brought& brought) const {
    const scenarios::Day& day = scenario_->horizon.days[position];
    const auto& periods = scenario_->callers[type].handling.talk;
    for (const RatePiece& piece : day_rates(*scenario_, CallTypeIndex{type}, position)) {
      brought.calls[type] += piece.calls(piece.from, piece.until);
      for (std::size_t period = 0; period < periods.size(); ++period) {
        const bool is_last = period + 1 == periods.size();
        const Time begin = std::max(piece.from, day.at(periods[period].from));
        const Time end = is_last ? piece.until : std::min(piece.until, day.at(periods[period + 1].from));
        if (begin < end) brought.work += piece.calls(begin, end) * sampler(periods[period].value).mean();
      }
    }
  }

  const Model* model_;
  const scenarios::Scenario* scenario_;
  std::vector<SamplerByPeriod> talk_;
  std::optional<ErlangPrediction> prediction_;
};

/// Observed less expected, a column for each control.
void add_columns(const scenarios::VarianceReduction& reduction, const std::vector<Brought>& observed,
                 const Brought& expected, statistics::Controls& controls) {
  const auto add = [&](auto figure) {
    std::vector<double> column;
    for (const Brought& brought : observed) column.push_back(figure(brought) - figure(expected));
    controls.push_back(std::move(column));
  };
  for (std::size_t type = 0; reduction.arrivals && type < expected.calls.size(); ++type)
    add([type](const Brought& brought) { return brought.calls[type]; });
  if (reduction.offered_load) add([](const Brought& brought) { return brought.work; });
  if (reduction.erlang_a) add([](const Brought& brought) { return brought.predicted_waiting; });
}

std::vector<double> block_means(const std::vector<double>& values, std::size_t block) {
  std::vector<double> means(values.size() / block, 0);
  for (std::size_t i = 0; i < means.size() * block; ++i) means[i / block] += values[i] / static_cast<double>(block);
  return means;
}

}  // namespace

reports::Sampling sampling_of(const Model& model, std::uint64_t seed, std::uint64_t replications) {
  const scenarios::VarianceReduction& reduction = model.scenario().variance_reduction;
  reports::Sampling sampling{reduction.block(), {}};
  if (!reduction.uses_controls()) return sampling;
  const Known known(model);
  std::vector<Brought> observed;
  for (std::uint64_t index = 0; index < replications; ++index)
    observed.push_back(known.observed(draws_of(model.scenario(), {seed, index})));
  add_columns(reduction, observed, known.expected(), sampling.controls);
  for (std::vector<double>& control : sampling.controls) control = block_means(control, sampling.block);
  return sampling;
}

std::vector<std::string> methods_of(const scenarios::VarianceReduction& reduction) {
  std::vector<std::string> methods;
  if (reduction.antithetic) methods.emplace_back("antithetic pairs");
  if (reduction.busyness_strata > 1) methods.push_back(fmt::format("{} strata of busyness", reduction.busyness_strata));
  std::vector<std::string> controls;
  if (reduction.arrivals) controls.emplace_back("arrivals");
  if (reduction.offered_load) controls.emplace_back("offered_load");
  if (reduction.erlang_a) controls.emplace_back("erlang_a");
  if (!controls.empty()) methods.push_back(fmt::format("control variates ({})", fmt::join(controls, ", ")));
  return methods;
}

}  // namespace twinline::sim
