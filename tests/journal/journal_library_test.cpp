// Every scenario of the library, journalled: its journal replays bit for bit, and KPIs folded from the journal are
// those of the fast counters, to the last nanosecond.
#include <algorithm>

#include <catch2/catch.hpp>

#include "reports/journal/reader.hpp"
#include "sim/lab/replay.hpp"
#include "sim/lab/replication.hpp"
#include "tests/cli/desk.hpp"
#include "tests/journal/journalled.hpp"
#include "tests/project_files.hpp"

namespace twinline::journal_test {
namespace {

using cli_test::Desk;

/// The laws run for weeks to be precise; a day of them has every kind of decision that they come to.
scenarios::Scenario a_day_or_more_of(const std::filesystem::path& file) {
  scenarios::Scenario whole = scenario_of(file);
  return whole.horizon.end - world_start <= 12 * 24h ? whole : scenario_of(file, {{"horizon.duration", "24 h"}});
}

/// What customers think and do is in no journal, and so not what becomes of their matters.
reports::ReplicationTotals without_journeys(reports::ReplicationTotals totals) {
  totals.journeys.reset();
  return totals;
}

/// KPIs counted again from nothing but the journal.
reports::ReplicationTotals folded(const std::filesystem::path& path, const reports::IntervalGrid& grid) {
  journal::Reader reader(path);
  const Centre centre = reader.header().centre;
  reports::Counters counters(centre, grid, reports::Detail::full);
  Time end = reader.header().horizon_end;
  while (const auto record = reader.next()) {
    if (const auto* entry = std::get_if<journal::Entry>(&*record)) {
      counters.fold(entry->at, entry->happenings);
      end = std::max(end, entry->at);
    }
  }
  counters.finish(end);
  return counters.totals();
}

TEST_CASE(
    "journal: every scenario of the library that needs no grid replays bit for bit, and its KPIs fold from it "
    "exactly") {
  const auto files = tests::fast_library_files();
  REQUIRE(files.size() >= 20);
  const Desk desk;
  for (const auto& file : files) {
    CAPTURE(file.string());
    const sim::Model model(a_day_or_more_of(file));
    const sim::ReplicationSeed seed{model.scenario().seed, 3};
    sim::Replicator replicator(model, reports::Detail::full);
    const reports::ReplicationTotals fast = replicator.run(seed);
    const auto path = desk.folder() / "day.tlj";
    CHECK(replicator.run_journalled(seed, path) == fast);
    CHECK(folded(path, model.grid()) == without_journeys(fast));

    const sim::ReplayResult result = sim::replay(path);
    if (result.difference)
      FAIL(result.difference->what << ": " << result.difference->expected << " / " << result.difference->found);
    CHECK(result.entries > 100 + fast.total.counts.answered);
    CHECK(result.decisions >= fast.total.counts.answered);
    CHECK(result.warnings.empty());
  }
}

TEST_CASE("journal: what a replay does, and not only what it reads, folds to the same KPIs") {
  const Desk desk;
  const sim::Model model(scenario_of(cli_test::library("two_skill_bank.yaml")));
  const auto path = desk.folder() / "week.tlj";
  sim::Replicator replicator(model, reports::Detail::full);
  const reports::ReplicationTotals fast = replicator.run_journalled({7, 0}, path);
  reports::Counters counters(model.scenario().centre, model.grid(), reports::Detail::full);
  Time end = model.scenario().horizon.end;
  sim::replay(path, 0, [&](const journal::Entry& entry, const Outcome& outcome) {
    counters.fold(entry.at, outcome.happenings);
    end = std::max(end, entry.at);
  });
  counters.finish(end);
  CHECK(counters.totals() == fast);
}

}  // namespace
}  // namespace twinline::journal_test
