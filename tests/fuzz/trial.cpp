#include "tests/fuzz/trial.hpp"

#include <exception>

#include <fmt/format.h>

#include "reports/kpi/counters.hpp"
#include "scenarios/schema/load.hpp"
#include "sim/lab/replication_steps.hpp"
#include "sim/twin/bad_input.hpp"
#include "tests/laws/account.hpp"
#include "tests/laws/watched_run.hpp"

namespace twinline::fuzz {
namespace {

/// More facts at one and the same instant, and time stands still.
constexpr std::uint64_t most_at_once = 200'000;

struct TooLong {};

/// Why the problems with a scenario do not say what they should.
std::string broken_messages(const scenarios::Loaded& loaded) {
  if (!loaded.scenario && !any_error(loaded.problems)) return "refused, and no problem says why";
  for (const scenarios::Problem& problem : loaded.problems) {
    if (problem.message.empty() || problem.file.empty() || problem.line < 0 || problem.column < 0)
      return fmt::format("a problem without place or message: '{}'", to_string(problem));
  }
  return {};
}

/// Lives through one replication and says which laws it broke. Throws TooLong.
std::string broken_by_run(const sim::Model& model, std::uint64_t most_facts, Verdict& verdict) {
  const scenarios::Scenario& scenario = model.scenario();
  laws::Account account(world_start + scenario.horizon.warm_up);
  reports::Counters counters(scenario.centre, model.grid(), reports::Detail::full);
  std::uint64_t at_once = 0;
  Time now = world_start;
  const auto watch = [&](const Occurrence& occurrence, const Outcome& outcome, const View& view) {
    account.look(occurrence, outcome.happenings, view);
    counters.fold(occurrence.at, outcome.happenings);
    at_once = occurrence.at == now ? at_once + 1 : 0;
    now = occurrence.at;
    if (++verdict.facts > most_facts || at_once > most_at_once) throw TooLong{};
  };
  reports::ReplicationTotals totals;
  const sim::ReplicationSeed seed{scenario.seed, 0};
  account.finish(laws::run_watched(model, seed, watch, [&](const sim::FastWorld& world, const View& view) {
    totals = sim::totals_of(world, counters);
    account.count_calls(view);
  }));
  std::string broken = laws::broken_laws(account, totals, scenario, laws::Left::somebody);
  if (!(sim::Replicator(model, reports::Detail::full).run(seed) == totals)) broken += "a second run is another\n";
  return broken;
}

std::string broken_when_run(scenarios::Scenario scenario, std::uint64_t most_facts, Verdict& verdict) {
  // The fast world has no grid; tests/infra has storms of its own for it.
  scenario.infrastructure.reset();
  try {
    return broken_by_run(sim::Model(std::move(scenario)), most_facts, verdict);
  } catch (const TooLong&) {
    return verdict.facts > most_facts ? "" : fmt::format("time stands still: {} facts at one instant", most_at_once);
  } catch (const twin::BadInput&) {
    return {};  // the log that it replays is read when it is run, and says what is wrong
  }
}

}  // namespace

Verdict tried(const std::filesystem::path& file, const scenarios::PolicyMenu& menu, std::uint64_t most_facts) {
  Verdict verdict;
  try {
    scenarios::Loaded loaded = scenarios::load(file, menu);
    verdict.loaded = loaded.scenario.has_value();
    verdict.broken = broken_messages(loaded);
    if (!verdict.loaded) {
      for (const scenarios::Problem& problem : loaded.problems) {
        if (!problem.warning && verdict.first_problem.empty()) verdict.first_problem = problem.message;
      }
      return verdict;
    }
    const scenarios::Loaded again = scenarios::load(file, menu);
    if (!again.scenario || again.scenario->hash != loaded.scenario->hash)
      verdict.broken += "does not load twice alike\n";
    verdict.broken += broken_when_run(std::move(*loaded.scenario), most_facts, verdict);
  } catch (const std::exception& error) {
    verdict.broken += fmt::format("throws: {}\n", error.what());
  }
  return verdict;
}

}  // namespace twinline::fuzz
