#include "sim/simgrid/simgrid_crew.hpp"

#include "sim/infra/simgrid_world.hpp"
#include "sim/lab/replication_steps.hpp"

namespace twinline::sim {
namespace {

/// One replication, made ready.
struct Life {
  const Model& model;
  ReplicationSeed seed;
  infra::SimGridWorld world;
  Acd acd;
  Outcome outcome;
  reports::Counters counters;

  Life(const Task& task, infra::DueOrder order)
      : model(*task.of.model),
        seed{task.of.seed, task.index},
        world(model.scenario(), model.log(), draws_of(model.scenario(), seed), order),
        acd(make_acd(model.scenario(), seed)),
        counters(model.scenario().centre, model.grid(), task.detail) {}

  void live(const infra::SimGridWorld::Sink& sink) { world.run(acd, outcome, sink); }
};

}  // namespace

reports::ReplicationTotals totals_on_simgrid(const Task& task) {
  Life life(task, infra::in_documented_order);
  return count_life(life.world, life.acd, life.outcome, life.counters, [&](const auto& sink) { life.live(sink); });
}

void write_journal_on_simgrid(const Task& task, const std::filesystem::path& journal, infra::DueOrder order) {
  Life life(task, order);
  journal_life(life.world, life.acd, life.outcome, life.counters, journal_header(life.model, life.seed), journal,
               [&](const auto& sink) { life.live(sink); });
}

ProcessCrew simgrid_crew(unsigned workers) {
  return {workers, totals_on_simgrid,
          [](const Task& task, const std::filesystem::path& journal) { write_journal_on_simgrid(task, journal); }};
}

}  // namespace twinline::sim
