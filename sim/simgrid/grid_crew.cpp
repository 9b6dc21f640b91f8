#include "sim/simgrid/grid_crew.hpp"

#include "sim/infra/grid_world.hpp"
#include "sim/kernel/run.hpp"
#include "sim/lab/replication_steps.hpp"

namespace twinline::sim {
namespace {

/// One replication on the grid of its scenario, made ready.
struct GridLife {
  const Model& model;
  ReplicationSeed seed;
  infra::GridWorld world;
  Acd acd;
  Outcome outcome;
  reports::Counters counters;

  explicit GridLife(const Task& task)
      : model(*task.of.model),
        seed{task.of.seed, task.index},
        world(model.scenario(), model.log(), draws_of(model.scenario(), seed),
              infra::Booking{&model.grid(), task.detail}),
        acd(make_acd(model.scenario(), seed)),
        counters(model.scenario().centre, model.grid(), task.detail) {}
};

reports::ReplicationTotals totals_on_grid(const Task& task) {
  if (!task.of.model->scenario().infrastructure) {
    return Replicator(*task.of.model, task.detail).run({task.of.seed, task.index});
  }
  GridLife life(task);
  reports::ReplicationTotals totals = count_life(life.world, life.acd, life.outcome, life.counters,
                                                 [&](auto&& sink) { run(life.world, life.acd, life.outcome, sink); });
  totals.infrastructure = life.world.totals();
  return totals;
}

void write_journal_on_grid(const Task& task, const std::filesystem::path& journal) {
  if (!task.of.model->scenario().infrastructure) {
    Replicator(*task.of.model, reports::Detail::counts).run_journalled({task.of.seed, task.index}, journal);
    return;
  }
  GridLife life(task);
  journal_life(life.world, life.acd, life.outcome, life.counters, journal_header(life.model, life.seed), journal,
               [&](auto&& sink) { run(life.world, life.acd, life.outcome, sink); });
}

}  // namespace

ProcessCrew grid_crew(unsigned workers) { return {workers, totals_on_grid, write_journal_on_grid}; }

}  // namespace twinline::sim
