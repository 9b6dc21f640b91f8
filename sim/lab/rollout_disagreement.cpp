#include "sim/lab/rollout_disagreement.hpp"

#include <cstdint>
#include <utility>

#include "reports/replay/overheard_routing.hpp"
#include "reports/statistics/undefined.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "sim/kernel/fast_world.hpp"
#include "sim/kernel/run.hpp"

namespace twinline::sim {

double disagreement_with(const scenarios::PolicyChoice& candidate, const Model& model, ReplicationSeed seed) {
  const scenarios::Scenario& scenario = model.scenario();
  std::uint64_t occasions = 0, disagreements = 0;
  journal::Overhearing overhearing;
  overhearing.make_other = [&](const Centre& centre) { return scenarios::make_routing(centre, candidate); };
  overhearing.other = {candidate.name, candidate.version, candidate.parameters, candidate.build};
  overhearing.tell = [&](const journal::Overheard& heard) {
    ++occasions;
    const bool agree = heard.other->threw.empty() && heard.other->decisions == heard.recorded.decisions;
    if (!agree) ++disagreements;
  };
  Policies policies = scenarios::make_policies(scenario.centre, scenario.routing, scenario.staffing, scenario.ivr);
  policies.routing = journal::overheard(std::move(overhearing))(scenario.centre, {}, std::move(policies.routing));
  FastWorld world(scenario, model.log(), draws_of(scenario, seed));
  Acd acd(scenario.centre, std::move(policies), policy_seed(seed));
  Outcome outcome;
  outcome.wanted = FastWorld::interests;
  acd.start(world_start, outcome);
  world.perform_wishes(outcome, acd.view());
  sim::run(world, acd, outcome, [](const Occurrence&, const Outcome&) {});
  return occasions == 0 ? statistics::undefined : static_cast<double>(disagreements) / static_cast<double>(occasions);
}

}  // namespace twinline::sim
