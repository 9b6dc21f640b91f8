#include "sim/lab/replication.hpp"

#include <cstdlib>
#include <stdexcept>

#include <fmt/format.h>

#include "scenarios/menu/policy_menus.hpp"
#include "sim/kernel/fast_world.hpp"
#include "sim/kernel/model_version.hpp"
#include "sim/kernel/run.hpp"
#include "sim/lab/program_version.hpp"
#include "sim/lab/replication_steps.hpp"

namespace twinline::sim {
namespace {

journal::PolicyIdentity identity_of(const scenarios::PolicyChoice& choice) {
  return {choice.name, choice.version, choice.parameters, choice.build};
}

/// Midnight of the first day, ISO 8601 with offset.
std::string start_of(const scenarios::Horizon& horizon) {
  const scenarios::Day& first = horizon.days.front();
  const std::int32_t offset = first.utc_offset_seconds, minutes = std::abs(offset) / 60;
  return fmt::format("{:04}-{:02}-{:02}T00:00:00{}{:02}:{:02}", first.year, first.month, first.day,
                     offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

}  // namespace

Draws draws_of(const scenarios::Scenario& scenario, ReplicationSeed seed) {
  const scenarios::VarianceReduction& reduction = scenario.variance_reduction;
  return {Draws::Design{reduction.antithetic, reduction.busyness_strata}, seed.seed, seed.index};
}

std::uint64_t policy_seed(ReplicationSeed seed) {
  return random::mixing::finalise(random::mixing::finalise(seed.seed ^ random::mixing::root_seven) + seed.index);
}

Acd make_acd(const scenarios::Scenario& scenario, ReplicationSeed seed) {
  return {scenario.centre, scenarios::make_policies(scenario.centre, scenario.routing, scenario.staffing, scenario.ivr),
          policy_seed(seed)};
}

journal::Header journal_header(const Model& model, ReplicationSeed seed) {
  const scenarios::Scenario& scenario = model.scenario();
  journal::Header header;
  header.program_version = program_version;
  header.model_version = model_version;
  header.scenario_name = scenario.name;
  header.scenario_hash = scenario.hash;
  header.seed = seed.seed;
  header.policy_seed = policy_seed(seed);
  header.replication = static_cast<std::uint32_t>(seed.index);
  header.routing = identity_of(scenario.routing);
  header.staffing = identity_of(scenario.staffing);
  header.ivr = identity_of(scenario.ivr);
  header.time_zone = scenario.horizon.time_zone;
  header.world_start = start_of(scenario.horizon);
  header.interval_minutes =
      static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::minutes>(scenario.horizon.interval).count());
  header.warm_up = scenario.horizon.warm_up;
  header.horizon_end = scenario.horizon.end;
  header.centre = scenario.centre;
  return header;
}

Replicator::Replicator(const Model& model, reports::Detail detail)
    : model_(&model), counters_(model.scenario().centre, model.grid(), detail) {
  if (!model.scenario().infrastructure) return;
  throw std::invalid_argument(
      "a scenario with an infrastructure is simulated by run, ab, rank, headroom and kpi-check, each replication in a "
      "process of its own; nothing else can do that");
}

reports::ReplicationTotals Replicator::run(ReplicationSeed seed) {
  FastWorld world(model_->scenario(), model_->log(), draws_of(model_->scenario(), seed));
  Acd acd = make_acd(model_->scenario(), seed);
  return count_life(world, acd, outcome_, counters_, [&](auto&& sink) { sim::run(world, acd, outcome_, sink); });
}

reports::ReplicationTotals Replicator::run_journalled(ReplicationSeed seed, const std::filesystem::path& path) {
  FastWorld world(model_->scenario(), model_->log(), draws_of(model_->scenario(), seed));
  Acd acd = make_acd(model_->scenario(), seed);
  Outcome outcome;
  return journal_life(world, acd, outcome, counters_, journal_header(*model_, seed), path,
                      [&](auto&& sink) { sim::run(world, acd, outcome, sink); });
}

}  // namespace twinline::sim
