// What a replication is made of, whatever world it is in. Replicator has it in the fast world; whoever brings another
// world (sim/simgrid) makes the world and lets it live.
#pragma once

#include <filesystem>

#include "policies/acd/acd.hpp"
#include "reports/journal/writer.hpp"
#include "reports/kpi/counters.hpp"
#include "reports/kpi/totals.hpp"
#include "sim/lab/model.hpp"
#include "sim/lab/replication.hpp"

namespace twinline::sim {

/// An ACD with the scenario's policies, of which nobody has heard yet.
Acd make_acd(const scenarios::Scenario& scenario, ReplicationSeed seed);

/// What the journal of a replication says of where it comes from.
journal::Header journal_header(const Model& model, ReplicationSeed seed);

/// The totals of a life that is over.
template <class World>
reports::ReplicationTotals totals_of(const World& world, reports::Counters& counters) {
  counters.finish(world.end());
  reports::ReplicationTotals totals = counters.totals();
  totals.journeys = world.journey_totals(totals.by_group);
  return totals;
}

/// The totals of a life that has not begun. `live(sink)` lets the world live to its end with this ACD and outcome, and
/// tells the sink, as sim::run does.
template <class World, class Live>
reports::ReplicationTotals count_life(World& world, Acd& acd, Outcome& outcome, reports::Counters& counters,
                                      Live&& live) {
  outcome.wanted = World::interests | reports::Counters::interests;
  counters.restart();
  outcome.clear();
  acd.start(world_start, outcome);
  world.perform_wishes(outcome, acd.view());
  live([&](const Occurrence& occurrence, const Outcome& told) { counters.fold(occurrence.at, told.happenings); });
  return totals_of(world, counters);
}

/// The same, and writes the journal of it. Throws journal::JournalError.
template <class World, class Live>
reports::ReplicationTotals journal_life(World& world, Acd& acd, Outcome& outcome, reports::Counters& counters,
                                        const journal::Header& header, const std::filesystem::path& path, Live&& live) {
  outcome.keep_decisions = true;
  outcome.keep_reasons = true;
  counters.restart();
  acd.start(world_start, outcome);
  world.perform_wishes(outcome, acd.view());
  journal::WriterOptions options;
  options.existing = journal::Existing::replace;
  journal::Writer writer(path, header, {world_start, acd.save()}, options);
  live([&](const Occurrence& occurrence, const Outcome& told) {
    writer.append(occurrence.at, occurrence.fact, told.decisions, told.answers, told.reasons, told.wishes,
                  told.happenings);
    counters.fold(occurrence.at, told.happenings);
  });
  writer.close();
  return totals_of(world, counters);
}

}  // namespace twinline::sim
