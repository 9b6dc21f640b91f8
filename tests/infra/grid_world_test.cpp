// A centre on a grid: what hosts, links and outages do to its calls. The hosts are carried by our own servers and no
// link runs short, so that every run fits into this process.
#include "sim/infra/grid_world.hpp"

#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "policies/acd/acd.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "sim/kernel/run.hpp"
#include "sim/lab/model.hpp"
#include "sim/lab/replication.hpp"
#include "tests/infra/grid_samples.hpp"

namespace twinline::infra {

namespace {

using samples::centre;
using samples::grid;
using samples::model_of;
using samples::totals_of;
using scenarios::samples::changed;

/// What came of the calls of a run, and what the world says of it.
struct Day {
  std::map<CallOutcome, int> ended;
  int ended_as(CallOutcome outcome) const {
    const auto found = ended.find(outcome);
    return found == ended.end() ? 0 : found->second;
  }
  int arrived = 0, answered = 0;
  Duration talk{0};
  CallLosses losses;
  std::vector<ServiceCounts> services;
  std::uint64_t attempts = 0;
  std::set<std::uint32_t> still_there;
};

Day day_of(const std::string& text, std::uint64_t index = 0) {
  const auto model = model_of(text);
  const scenarios::Scenario& scenario = model->scenario();
  const sim::ReplicationSeed seed{scenario.seed, index};
  GridWorld world(scenario, model->log(), sim::draws_of(scenario, seed));
  Acd acd(scenario.centre, scenarios::make_policies(scenario.centre, scenario.routing, scenario.staffing, scenario.ivr),
          sim::policy_seed(seed));
  Outcome outcome;
  Day day;
  acd.start(world_start, outcome);
  world.perform_wishes(outcome, acd.view());
  sim::run(world, acd, outcome, [&](const Occurrence& occurrence, const Outcome& told) {
    if (const auto* arrival = std::get_if<CallArrived>(&occurrence.fact)) {
      ++day.arrived;
      CHECK(day.still_there.insert(arrival->call.slot.value).second);
    }
    for (const Happening& happening : told.happenings) {
      if (const auto* ended = std::get_if<CallEnded>(&happening)) {
        ++day.ended[ended->outcome];
        CHECK(day.still_there.erase(ended->call.slot.value) == 1);
      } else if (const auto* handled = std::get_if<HandlingEnded>(&happening)) {
        ++day.answered;
        day.talk += handled->talk;
      }
    }
  });
  day.losses = world.losses();
  day.services = world.services();
  day.attempts = world.attempts();
  return day;
}

std::uint64_t dropped(const Day& day, scenarios::Outage::Of cause) {
  return day.losses.dropped[static_cast<std::size_t>(cause)];
}

}  // namespace

TEST_CASE("a grid that never runs short and never fails changes nothing", "[infra]") {
  for (std::uint64_t index = 0; index < 3; ++index) {
    reports::ReplicationTotals on_grid = totals_of(centre + grid, index);
    CHECK(reports::first_inconsistency(on_grid) == std::nullopt);
    on_grid.infrastructure.reset();
    CHECK(on_grid == totals_of(centre, index));
  }
}

TEST_CASE("a slow customer database prolongs talks by what it takes", "[infra]") {
  const Day fast = day_of(centre + grid);
  const Day slow =
      day_of(centre + changed(grid, "talk: {service: crm, times: 3", "talk: {service: crm, work: 2 s, times: 3"));
  REQUIRE(slow.answered > 1000);
  const double longer = in_seconds(slow.talk) / slow.answered - in_seconds(fast.talk) / fast.answered;
  CHECK(longer == Approx(6).margin(2));
  CHECK(slow.services[2].requests > 1000);
}

TEST_CASE("latency and work before the queue delay calls and lose none", "[infra]") {
  const std::string late =
      changed(changed(grid, "vpn: {between: [zurich, home]}", "vpn: {between: [zurich, home], latency: 100 ms}"),
              "look_up: {crm: {service: crm", "look_up: {crm: {service: crm, work: 300 ms");
  const Day day = day_of(centre + late);
  CHECK(day.losses.unreached == 0);
  // There and back, and the work.
  CHECK(day.services[2].response / static_cast<std::int64_t>(day.services[2].requests) >= 200ms);
  CHECK(day.services[2].longest == 600ms);  // an agent's three questions
}

TEST_CASE("callers bear silence only so long", "[infra]") {
  const Day day = day_of(centre + changed(grid, "prompt: {service: ivr}",
                                          "prompt: {service: ivr, work: 8 s}\n    silence: {exponential: 20 s}"));
  CHECK(day.losses.gave_up_in_silence > 100);
  CHECK(day.ended_as(CallOutcome::left_ivr) >= static_cast<int>(day.losses.gave_up_in_silence));
}

TEST_CASE("a trunk that is cut loses its calls, and the carrier brings the next ones over the other", "[infra]") {
  const std::string cut = grid + "  outages: [{trunk: primary, at: \"11:00\", lasts: 30 min}]\n";
  const Day day = day_of(centre + cut);
  CHECK(dropped(day, scenarios::Outage::Of::trunk) > 3);
  CHECK(day.losses.overflowed > 40);
  CHECK(day.ended_as(CallOutcome::blocked) == 0);
  const Day without = day_of(centre + changed(cut, "{overflow: backup}", "{}"));
  CHECK(without.losses.overflowed == 0);
  CHECK(without.ended_as(CallOutcome::blocked) > 40);
}

TEST_CASE("a host's calls are dropped or go on, as the scenario says, and the standby takes over in its time",
          "[infra]") {
  const std::string drill = changed(grid, "    media: {service: signalling, bandwidth: 90 kbit/s}\n", "") +
                            "  outages: [{host: sbc_1, at: \"11:00\", lasts: 1 h}]\n";
  const Day both = day_of(centre + drill);
  CHECK(dropped(both, scenarios::Outage::Of::host) > 0);
  const Day stay = day_of(centre + changed(drill, ", calls: dropped", ""));
  CHECK(dropped(stay, scenarios::Outage::Of::host) == 0);

  const auto with_standby = [&](const std::string& times) {
    return day_of(centre + changed(drill, "calls: dropped", "calls: dropped, redundancy: active_standby" + times));
  };
  const Day at_once = with_standby("");
  const Day late = with_standby(", detection: 60 s, switch_over: 4 min");
  CHECK(at_once.losses.unreached == 0);
  CHECK(late.losses.unreached > 5);
  CHECK(dropped(late, scenarios::Outage::Of::host) > dropped(both, scenarios::Outage::Of::host));
}

TEST_CASE("a site that is down takes its agents with it and gives them back", "[infra]") {
  const std::string drill = grid + "  outages: [{site: home, at: \"11:00\", lasts: 2 h}]\n";
  const Day day = day_of(centre + drill), quiet = day_of(centre + grid);
  CHECK(dropped(day, scenarios::Outage::Of::site) > 0);
  CHECK(day.answered < quiet.answered);
  CHECK(day.answered > quiet.answered / 2);
}

TEST_CASE("whatever fails, each call that came is ended once", "[infra]") {
  const std::string storm = grid + R"(  outages:
    - {host: sbc_1, after: {exponential: 30 min}, lasts: {exponential: 5 min}}
    - {host: sbc_2, after: {exponential: 40 min}, lasts: {exponential: 5 min}}
    - {host: ivr, after: {exponential: 50 min}, lasts: {exponential: 3 min}}
    - {host: crm, after: {exponential: 20 min}, lasts: {exponential: 3 min}}
    - {link: vpn, after: {exponential: 20 min}, lasts: {exponential: 3 min}}
    - {trunk: primary, after: {exponential: 60 min}, lasts: {exponential: 3 min}}
    - {site: home, after: {exponential: 60 min}, lasts: {exponential: 3 min}}
    - {site: zurich, after: {exponential: 2 h}, lasts: {exponential: 2 min}}
)";
  const std::string busy = changed(
      changed(storm, "ringing: {service: signalling}", "ringing: {service: signalling, work: 200 ms, time_out: 2 s}"),
      "prompt: {service: ivr}",
      "prompt: {service: ivr, work: {exponential: 400 ms}, time_out: 3 s}\n    silence: {exponential: 15 s}");
  for (std::uint64_t index = 0; index < 20; ++index) {
    const Day day = day_of(centre + busy, index);
    CAPTURE(index);
    CHECK(day.still_there.empty());
    int ended = 0;
    for (const auto& [outcome, calls] : day.ended) ended += calls;
    CHECK(ended == day.arrived);
    const auto& dropped_by = day.losses.dropped;
    CHECK(dropped_by[0] + dropped_by[1] + dropped_by[2] + dropped_by[3] > 0);
    CHECK(static_cast<std::uint64_t>(day.arrived) <= day.attempts);
    CHECK(static_cast<std::uint64_t>(day.arrived) + day.losses.unreached + day.losses.gave_up_in_silence +
              dropped_by[0] + dropped_by[1] + dropped_by[2] + dropped_by[3] >=
          day.attempts);
  }
}

}  // namespace twinline::infra
