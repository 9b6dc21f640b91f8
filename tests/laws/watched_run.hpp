// One replication with somebody looking on: after every fact the watcher sees the fact, all that came of it and the
// state of the centre. The same world, ACD and loop as sim/lab runs, with nothing counted.
#pragma once

#include "policies/acd/acd.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "sim/kernel/fast_world.hpp"
#include "sim/kernel/run.hpp"
#include "sim/lab/model.hpp"
#include "sim/lab/replication.hpp"

namespace twinline::laws {

/// Calls `watch(occurrence, outcome, view)` after each fact, with happenings of every kind, and `at_end(world, view)`
/// when the world has stopped. Returns when that was.
template <class Watch, class AtEnd>
Time run_watched(const sim::Model& model, sim::ReplicationSeed seed, Watch&& watch, AtEnd&& at_end) {
  const scenarios::Scenario& scenario = model.scenario();
  sim::FastWorld world(scenario, model.log(), sim::draws_of(scenario, seed));
  Acd acd(scenario.centre, scenarios::make_policies(scenario.centre, scenario.routing, scenario.staffing, scenario.ivr),
          sim::policy_seed(seed));
  Outcome outcome;
  acd.start(world_start, outcome);
  world.perform_wishes(outcome, acd.view());
  sim::run(world, acd, outcome,
           [&](const Occurrence& occurrence, const Outcome& told) { watch(occurrence, told, acd.view()); });
  at_end(world, acd.view());
  return world.end();
}

template <class Watch>
Time run_watched(const sim::Model& model, sim::ReplicationSeed seed, Watch&& watch) {
  return run_watched(model, seed, std::forward<Watch>(watch), [](const sim::FastWorld&, const View&) {});
}

}  // namespace twinline::laws
