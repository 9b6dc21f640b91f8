#include "tests/infra/grid_day.hpp"

#include "policies/acd/acd.hpp"
#include "sim/kernel/run.hpp"
#include "sim/lab/replication.hpp"
#include "tests/infra/grid_samples.hpp"

namespace twinline::infra {

GridDay day_of(const std::string& text, std::uint64_t index) {
  const auto model = samples::model_of(text);
  const scenarios::Scenario& scenario = model->scenario();
  const sim::ReplicationSeed seed{scenario.seed, index};
  GridWorld world(scenario, model->log(), sim::draws_of(scenario, seed));
  Acd acd(scenario.centre, scenarios::make_policies(scenario.centre, scenario.routing, scenario.staffing, scenario.ivr),
          sim::policy_seed(seed));
  Outcome outcome;
  GridDay day;
  acd.start(world_start, outcome);
  world.perform_wishes(outcome, acd.view());
  sim::run(world, acd, outcome, [&](const Occurrence& occurrence, const Outcome& told) {
    if (const auto* arrival = std::get_if<CallArrived>(&occurrence.fact)) {
      ++day.arrived;
      day.each_once = day.still_there.insert(arrival->call.slot.value).second && day.each_once;
    }
    for (const Happening& happening : told.happenings) {
      if (const auto* ended = std::get_if<CallEnded>(&happening)) {
        ++day.ended[ended->outcome];
        day.each_once = day.still_there.erase(ended->call.slot.value) == 1 && day.each_once;
      } else if (const auto* handled = std::get_if<HandlingEnded>(&happening)) {
        ++day.answered;
        day.talk += handled->talk;
      }
    }
  });
  day.losses = world.losses();
  day.services = world.services();
  day.cores = world.elasticity().bought(world.end());
  day.attempts = world.attempts();
  day.nothing_left = world.is_empty();
  return day;
}

}  // namespace twinline::infra
