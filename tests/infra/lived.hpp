// A day on the grid of a scenario, told to a test fact by fact.
#pragma once

#include <memory>

#include "policies/acd/acd.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "sim/infra/grid_world.hpp"
#include "sim/kernel/run.hpp"
#include "sim/lab/model.hpp"
#include "sim/lab/replication.hpp"

namespace twinline::infra {

/// Calls `each` with every occurrence, what came of it, and the view after it; gives the world as it is in the end.
template <class Each>
std::unique_ptr<GridWorld> live(const sim::Model& model, std::uint64_t index, Each&& each) {
  const scenarios::Scenario& scenario = model.scenario();
  const sim::ReplicationSeed seed{scenario.seed, index};
  auto world = std::make_unique<GridWorld>(scenario, model.log(), sim::draws_of(scenario, seed));
  Acd acd(scenario.centre, scenarios::make_policies(scenario.centre, scenario.routing, scenario.staffing, scenario.ivr),
          sim::policy_seed(seed));
  Outcome outcome;
  acd.start(world_start, outcome);
  world->perform_wishes(outcome, acd.view());
  sim::run(*world, acd, outcome,
           [&](const Occurrence& occurrence, const Outcome& told) { each(occurrence, told, acd.view()); });
  return world;
}

}  // namespace twinline::infra
