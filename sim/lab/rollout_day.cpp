#include "sim/lab/rollout_day.hpp"

#include <memory>
#include <utility>

#include "policies/rollout/split.hpp"
#include "reports/rollout/monitor.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "sim/kernel/fast_world.hpp"
#include "sim/kernel/run.hpp"
#include "sim/random/stream.hpp"

namespace twinline::sim {
namespace {

/// A day's own draws: callers have the same keys in every replication, and must not have the same arm.
SplitRule split_of_day(const RolloutDesign& design, ReplicationSeed seed) {
  SplitRule split = design.terms.split;
  split.seed = random::mixing::finalise(policy_seed(seed) ^ random::mixing::root_two);
  split.began = world_start + design.model->scenario().horizon.warm_up;
  return split;
}

Split::Side side_of(const Centre& centre, const scenarios::PolicyChoice& choice) {
  return {{choice.name, choice.version}, scenarios::make_routing(centre, choice)};
}

Policies policies_of(const RolloutDesign& design, const SplitRule& split) {
  const scenarios::Scenario& scenario = design.model->scenario();
  Policies policies;
  policies.routing = std::make_unique<Split>(side_of(scenario.centre, design.incumbent),
                                             side_of(scenario.centre, design.candidate), split);
  policies.staffing = scenarios::make_staffing(scenario.centre, scenario.staffing);
  policies.ivr = scenarios::make_ivr(scenario.centre, scenario.ivr);
  return policies;
}

}  // namespace

RolloutDay simulate_rollout(const RolloutDesign& design, ReplicationSeed seed) {
  const scenarios::Scenario& scenario = design.model->scenario();
  rollout::RolloutTerms terms = design.terms;
  terms.split = split_of_day(design, seed);
  FastWorld world(scenario, design.model->log(), draws_of(scenario, seed));
  Acd acd(scenario.centre, policies_of(design, terms.split), policy_seed(seed));
  rollout::RolloutMonitor monitor(scenario.centre, terms);
  Outcome outcome;
  outcome.wanted = FastWorld::interests | rollout::RolloutMonitor::interests;

  RolloutDay day;
  const auto watch = [&](Time now, std::span<const Happening> happenings) {
    monitor.fold(now, happenings);
    if (!monitor.rollback() || day.until_rollback) return;
    day.until_rollback = monitor.rollback()->at - terms.split.began;
    day.guardrail = monitor.rollback()->kpi;
    day.exposed = monitor.waits_of_candidate();
  };
  acd.start(world_start, outcome);
  world.perform_wishes(outcome, acd.view());
  sim::run(world, acd, outcome,
           [&](const Occurrence& occurrence, const Outcome& told) { watch(occurrence.at, told.happenings); });
  watch(world.end(), {});

  day.calls = monitor.waits();
  if (!day.until_rollback) day.exposed = monitor.waits_of_candidate();
  for (std::size_t question = 0; question < terms.questions.size(); ++question) {
    day.differences.push_back(monitor.difference(question));
  }
  return day;
}

}  // namespace twinline::sim
