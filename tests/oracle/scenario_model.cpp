#include "tests/oracle/scenario_model.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "policies/contract/units.hpp"

namespace twinline::oracle {
namespace {

using scenarios::Scenario;

void require(bool holds, const char* what) {
  if (!holds) throw std::invalid_argument(std::string{"no centre model: "} + what);
}

double exponential_mean(const scenarios::ByPeriod<scenarios::Distribution>& periods, const char* what) {
  require(periods.size() == 1, what);
  const scenarios::Distribution& only = periods.front().value;
  require(only.kind == scenarios::Distribution::Kind::exponential && only.shift == 0 && !only.low && !only.high, what);
  return only.parameters.front();
}

/// Up to the given instant.
std::vector<double> arrival_rates(const Scenario& scenario, const scenarios::Arrivals& arrivals, Time end) {
  require(!arrivals.replay && !arrivals.busyness_by_day && !arrivals.busyness_by_interval &&
              !scenario.busyness_by_day && !scenario.busyness_by_interval && arrivals.by_date.empty(),
          "arrivals are not Poisson");
  require(!arrivals.growth && !scenario.growth && scenario.special_days.by_weekday.empty() &&
              scenario.special_days.by_date.empty() && scenario.surges.empty() && scenario.notices.empty(),
          "demand differs from day to day, or hangs on the centre");
  const scenarios::RateProfile& profile = arrivals.by_weekday.at(scenario.horizon.days.front().weekday);
  require(!profile.linear, "a rate runs straight");
  for (const auto& step : profile.per_hour)
    require(step.from % scenario.horizon.interval == Duration{0}, "a rate changes within an interval");
  std::vector<double> rates;
  for (Duration from{0}; world_start + from < end; from += scenario.horizon.interval) {
    double rate = 0;
    for (const auto& step : profile.per_hour) rate = step.from <= from ? step.value / 3600 : rate;
    rates.push_back(rate);
  }
  return rates;
}

/// Mean by group; 0 where the group does not serve these calls.
std::vector<double> service_times(const Scenario& scenario, std::size_t type) {
  std::vector<double> times(scenario.people.size(), 0);
  const double mean = exponential_mean(scenario.callers[type].handling.talk, "talk is not exponential");
  for (const Eligibility& eligible : scenario.centre.eligible_groups[type]) {
    const auto& performances = scenario.people[eligible.group.value].performance;
    const auto found = std::find_if(performances.begin(), performances.end(),
                                    [&](const auto& performance) { return performance.type.value == type; });
    times[eligible.group.value] = found == performances.end() ? mean : mean / found->speed;
  }
  return times;
}

CallTypeModel call_type_model(const Scenario& scenario, std::size_t type, Time end) {
  const scenarios::Callers& callers = scenario.callers[type];
  require(callers.handling.wrap_up.empty() && callers.handling.hold_share == 0, "there is more handling than talk");
  require(callers.redial_share == 0, "callers call again");
  CallTypeModel model;
  model.arrival_rates = arrival_rates(scenario, callers.arrivals, end);
  if (callers.patience) model.patience = exponential_mean(*callers.patience, "patience is not exponential");
  model.balk = callers.balk;
  model.service_times = service_times(scenario, type);
  for (const Eligibility& eligible : scenario.centre.eligible_groups[type])
    model.groups.push_back(eligible.group.value);
  return model;
}

GroupModel group_model(const Scenario& scenario, std::size_t group, const std::vector<CallTypeModel>& types) {
  const scenarios::Schedule& schedule = scenario.people[group].schedule;
  const auto& steps = schedule.by_weekday.at(scenario.horizon.days.front().weekday);
  require(steps.size() == 1 && schedule.by_date.empty(), "agents come and go");
  GroupModel model{steps.front().agents, {}};
  for (std::size_t type = 0; type < types.size(); ++type) {
    if (types[type].service_times[group] > 0) model.call_types.push_back(type);
  }
  std::stable_sort(model.call_types.begin(), model.call_types.end(), [&](std::size_t a, std::size_t b) {
    return scenario.centre.call_types[a].priority > scenario.centre.call_types[b].priority;
  });
  return model;
}

CentreModel model_until(const Scenario& scenario, Time end) {
  CentreModel model;
  model.stretch = in_seconds(scenario.horizon.interval);
  for (std::size_t type = 0; type < scenario.callers.size(); ++type)
    model.call_types.push_back(call_type_model(scenario, type, end));
  for (std::size_t group = 0; group < scenario.people.size(); ++group)
    model.groups.push_back(group_model(scenario, group, model.call_types));
  return model;
}

}  // namespace

CentreModel model_of(const Scenario& scenario) {
  const scenarios::Horizon& horizon = scenario.horizon;
  require(
      horizon.days.size() == 1 && horizon.warm_up == Duration{0} && horizon.run_out == scenarios::RunOut::until_empty,
      "the horizon is no single day from beginning to end");
  require((horizon.end - world_start) % horizon.interval == Duration{0}, "the last interval is cut");
  require(scenario.centre.trunks.empty(), "lines may run short");
  return model_until(scenario, horizon.end);
}

CentreModel steady_model_of(const Scenario& scenario) {
  for (const scenarios::Callers& callers : scenario.callers) {
    for (const auto& [weekday, profile] : callers.arrivals.by_weekday)
      require(profile.per_hour.size() == 1, "a rate changes during the day");
  }
  require(scenario.centre.trunks.size() <= 1, "there are several trunks");
  CentreModel model = model_until(scenario, world_start + scenario.horizon.interval);
  if (!scenario.centre.trunks.empty()) model.lines = scenario.centre.trunks.front().lines;
  return model;
}

}  // namespace twinline::oracle
