// The scenarios of the library that need a grid, as written and as each of their arms: calls and time are neither made
// nor lost in them, and Little's law holds.
#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "reports/kpi/counters.hpp"
#include "scenarios/schema/load.hpp"
#include "tests/infra/lived.hpp"
#include "tests/infra/own_process.hpp"
#include "tests/laws/account.hpp"
#include "tests/project_files.hpp"

namespace twinline::infra {
namespace {

/// What of the laws one replication breaks, in a process of its own for SimGrid's sake.
std::string broken_by(scenarios::Scenario scenario) {
  const sim::Model model(std::move(scenario));
  const std::vector<char> told = in_own_process([&] {
    laws::Account account(world_start);
    reports::Counters counters(model.scenario().centre, model.grid(), reports::Detail::full);
    const auto world = live(model, 0, [&](const Occurrence& occurrence, const Outcome& outcome, const View& view) {
      account.look(occurrence, outcome.happenings, view);
      account.count_calls(view);
      counters.fold(occurrence.at, outcome.happenings);
    });
    account.finish(world->end());
    counters.finish(world->end());
    std::string broken = laws::broken_laws(account, counters.totals(), model.scenario());
    if (account.attempts <= 50) broken += "calls came\n";
    return std::vector<char>(broken.begin(), broken.end());
  });
  return {told.begin(), told.end()};
}

}  // namespace

TEST_CASE("calls, waits and work are conserved in every scenario of the library that needs a grid",
          "[infra][library]") {
  std::size_t runs = 0;
  for (const auto& path : tests::library_files()) {
    if (path.parent_path().filename() != "infrastructure") continue;
    const scenarios::Loaded written = scenarios::load(path, scenarios::policy_menu());
    REQUIRE(written.scenario);
    for (const scenarios::ArmDefinition& arm : written.arms) {
      CAPTURE(path.filename().string(), arm.name);
      // Two hours about noon have every drill in them.
      scenarios::Overlays overlays = arm.overlays;
      overlays.push_back({"site.opens", "{mon-fri: \"10:45-13:15\"}"});
      scenarios::Loaded loaded = scenarios::load(path, scenarios::policy_menu(), overlays);
      for (const scenarios::Problem& problem : loaded.problems) UNSCOPED_INFO(scenarios::to_string(problem));
      REQUIRE(loaded.scenario);
      CHECK(broken_by(std::move(*loaded.scenario)) == "");
      ++runs;
    }
  }
  CHECK(runs >= 12);
}

TEST_CASE("the failover drill is as large as it says: 50,000 calls, of which 300 are in the IVR at once",
          "[infra][library]") {
  const auto path = tests::project() / "scenarios/library/infrastructure/site_failover.yaml";
  scenarios::Loaded loaded = scenarios::load(path, scenarios::policy_menu());
  REQUIRE(loaded.scenario);
  const scenarios::Infrastructure& infrastructure = *loaded.scenario->infrastructure;
  CHECK(infrastructure.sites.size() == 3);
  CHECK(infrastructure.hosts.size() == 20);
  const sim::Model model(std::move(*loaded.scenario));
  const Time drill = model.scenario().horizon.days[0].at(13h);
  std::uint64_t callers = 0;
  std::size_t most = 0;
  std::set<CallId> in_ivr;
  live(model, 0, [&](const Occurrence& occurrence, const Outcome& outcome, const View&) {
    if (const auto* arrival = std::get_if<CallArrived>(&occurrence.fact)) {
      callers += arrival->attempt == 0;
      in_ivr.insert(arrival->call);
    }
    for (const Happening& happening : outcome.happenings) {
      if (const auto* wait = std::get_if<WaitBegan>(&happening)) in_ivr.erase(wait->call);
      if (const auto* end = std::get_if<CallEnded>(&happening)) in_ivr.erase(end->call);
    }
    if (occurrence.at < drill) most = std::max(most, in_ivr.size());
  });
  CHECK(callers > 49'000);
  CHECK(callers < 51'000);
  CHECK(most > 270);
  CHECK(most < 360);
}

}  // namespace twinline::infra
