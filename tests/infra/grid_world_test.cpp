// A centre on a grid: what hosts, links and outages do to its calls. The hosts are carried by our own servers and no
// link runs short, so that every run fits into this process.
#include <catch2/catch.hpp>

#include "tests/infra/grid_day.hpp"
#include "tests/infra/grid_samples.hpp"
#include "tests/infra/lived.hpp"

namespace twinline::infra {
namespace {

using samples::centre;
using samples::grid;
using samples::totals_of;
using scenarios::samples::changed;

std::uint64_t dropped(const GridDay& day, scenarios::Outage::Of cause) {
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
  const GridDay fast = day_of(centre + grid);
  const GridDay slow =
      day_of(centre + changed(grid, "talk: {service: crm, times: 3", "talk: {service: crm, work: 2 s, times: 3"));
  REQUIRE(slow.answered > 1000);
  const double longer = in_seconds(slow.talk) / slow.answered - in_seconds(fast.talk) / fast.answered;
  CHECK(longer == Approx(6).margin(2));
  CHECK(slow.services[2].requests > 1000);
}

TEST_CASE("a database that is slow for an hour is so for that hour, and nobody is dropped", "[infra]") {
  const std::string worked = changed(grid, "talk: {service: crm, times: 3", "talk: {service: crm, work: 1 s, times: 3");
  const std::string slow = "    - {host: crm, at: \"11:00\", lasts: 1 h, slows_to: 25 %}\n";
  const GridDay usual = day_of(centre + worked), drill = day_of(centre + worked + "  outages:\n" + slow);
  CHECK(dropped(drill, scenarios::Outage::Of::host) == 0);
  CHECK(usual.services[2].longest == 3s);
  CHECK(drill.services[2].longest == 12s);
  // A tenth of the day's talks take nine seconds longer; which calls are talks differs a little, too.
  const double longer = in_seconds(drill.talk) / drill.answered - in_seconds(usual.talk) / usual.answered;
  CHECK(longer > 0.3);
  CHECK(longer < 3);
  const std::string shorter = changed(slow, "lasts: 1 h", "lasts: 5 min");
  CHECK(day_of(centre + worked + "  outages:\n" + slow + shorter).services[2].longest == 12s);
}

TEST_CASE("latency and work before the queue delay calls and lose none", "[infra]") {
  const std::string late =
      changed(changed(grid, "vpn: {between: [zurich, home]}", "vpn: {between: [zurich, home], latency: 100 ms}"),
              "look_up: {crm: {service: crm", "look_up: {crm: {service: crm, work: 300 ms");
  const GridDay day = day_of(centre + late);
  CHECK(day.losses.unreached == 0);
  // There and back, and the work.
  CHECK(day.services[2].response / static_cast<std::int64_t>(day.services[2].requests) >= 200ms);
  CHECK(day.services[2].longest == 600ms);  // an agent's three questions
}

TEST_CASE("callers bear silence only so long", "[infra]") {
  const GridDay day = day_of(centre + changed(grid, "prompt: {service: ivr}",
                                              "prompt: {service: ivr, work: 8 s}\n    silence: {exponential: 20 s}"));
  CHECK(day.losses.gave_up_in_silence > 100);
  CHECK(day.ended_as(CallOutcome::left_ivr) >= static_cast<int>(day.losses.gave_up_in_silence));
}

TEST_CASE("a trunk that is cut loses its calls, and the carrier brings the next ones over the other", "[infra]") {
  const std::string cut = grid + "  outages: [{trunk: primary, at: \"11:00\", lasts: 30 min}]\n";
  const GridDay day = day_of(centre + cut);
  CHECK(dropped(day, scenarios::Outage::Of::trunk) > 3);
  CHECK(day.losses.overflowed > 40);
  CHECK(day.ended_as(CallOutcome::blocked) == 0);
  const GridDay without = day_of(centre + changed(cut, "{overflow: backup}", "{}"));
  CHECK(without.losses.overflowed == 0);
  CHECK(without.ended_as(CallOutcome::blocked) > 40);
}

TEST_CASE("the carrier tries the trunks of its route list in order, and what these overflow to", "[infra]") {
  const std::string cut = grid + "  outages: [{trunk: primary, at: \"11:00\", lasts: 30 min}]\n";
  const std::string three = changed(centre, "backup: {lines: 30}", "backup: {lines: 3}, last: {lines: 30}");
  const GridDay one = day_of(three + cut);
  CHECK(one.losses.overflowed > 3);
  CHECK(one.ended_as(CallOutcome::blocked) > 20);
  const GridDay both = day_of(three + changed(cut, "{overflow: backup}", "{overflow: [backup, last]}"));
  CHECK(both.losses.overflowed > one.losses.overflowed);
  CHECK(both.ended_as(CallOutcome::blocked) == 0);
  const GridDay in_turn =
      day_of(three + changed(cut, "{overflow: backup}", "{overflow: backup}, backup: {overflow: [primary, last]}"));
  CHECK(in_turn.ended == both.ended);
}

TEST_CASE("no phone rings that could not be heard over a link that is cut", "[infra]") {
  const auto with_ringing = GENERATE(true, false);
  const std::string cut = (with_ringing ? grid : changed(grid, "    ringing: {service: signalling}\n", "")) +
                          "  outages: [{link: vpn, at: \"11:00\", lasts: 1 h}]\n";
  const auto model = samples::model_of(centre + cut);
  const Time from = model->scenario().horizon.days[0].at(11h);
  int refused = 0, answered_there = 0, answered_here = 0;
  live(*model, 0, [&](const Occurrence& occurrence, const Outcome&, const View& view) {
    if (occurrence.at <= from || occurrence.at >= from + 1h) return;
    if (const auto* refusal = std::get_if<OfferRefused>(&occurrence.fact)) {
      ++refused;
      CHECK(refusal->cause == OfferRefusal::unreachable);
      CHECK(view.agent(refusal->offer.agent).group == GroupIndex{1U});
    } else if (const auto* answer = std::get_if<OfferAnswered>(&occurrence.fact)) {
      ++(view.agent(answer->offer.agent).group == GroupIndex{1U} ? answered_there : answered_here);
    }
  });
  CHECK(refused > 20);
  CHECK(answered_there == 0);
  CHECK(answered_here > 50);
}

TEST_CASE("a host's calls are dropped or go on, as the scenario says, and the standby takes over in its time",
          "[infra]") {
  const std::string drill = changed(grid, "    media: {service: signalling, bandwidth: 90 kbit/s}\n", "") +
                            "  outages: [{host: sbc_1, at: \"11:00\", lasts: 1 h}]\n";
  const GridDay both = day_of(centre + drill);
  CHECK(dropped(both, scenarios::Outage::Of::host) > 0);
  const GridDay stay = day_of(centre + changed(drill, ", calls: dropped", ""));
  CHECK(dropped(stay, scenarios::Outage::Of::host) == 0);

  const auto with_standby = [&](const std::string& times) {
    return day_of(centre + changed(drill, "calls: dropped", "calls: dropped, redundancy: active_standby" + times));
  };
  const GridDay at_once = with_standby("");
  const GridDay late = with_standby(", detection: 60 s, switch_over: 4 min");
  CHECK(at_once.losses.unreached == 0);
  CHECK(late.losses.unreached > 5);
  CHECK(dropped(late, scenarios::Outage::Of::host) > dropped(both, scenarios::Outage::Of::host));
}

TEST_CASE("a site that is down takes its agents with it and gives them back", "[infra]") {
  const std::string drill = grid + "  outages: [{site: home, at: \"11:00\", lasts: 2 h}]\n";
  const GridDay day = day_of(centre + drill), quiet = day_of(centre + grid);
  CHECK(dropped(day, scenarios::Outage::Of::site) > 0);
  CHECK(day.answered < quiet.answered);
  CHECK(day.answered > quiet.answered / 2);
}

TEST_CASE("calls whose sound goes through a host that fails are dropped or go on, as the scenario says", "[infra]") {
  const std::string media =
      changed(changed(grid, "  services:\n", "  services:\n    sound: {hosts: [ivr], calls: dropped}\n"),
              "media: {service: signalling", "media: {service: sound") +
      "  outages: [{host: ivr, at: \"11:00\", lasts: 1 min}]\n";
  CHECK(dropped(day_of(centre + media), scenarios::Outage::Of::host) > 3);
  CHECK(dropped(day_of(centre + changed(media, "[ivr], calls: dropped", "[ivr]")), scenarios::Outage::Of::host) == 0);
}

TEST_CASE("latency adds up along a route, exactly", "[infra]") {
  const std::string chain = R"(infrastructure:
  sites: {zurich: {groups: [office]}, bern: {}, home: {groups: [remote]}}
  links:
    first: {between: [zurich, bern], latency: 30 ms}
    second: {between: [bern, home], latency: 45 ms}
  hosts: {sbc: {site: home, carried_by: processor_sharing}}
  services: {signalling: {hosts: [sbc]}}
  access: {primary: {site: zurich, latency: 25 ms}}
  steps: {arrival: {service: signalling, work: 1 ms}}
)";
  const GridDay day = day_of(centre + chain);
  const ServiceCounts& signalling = day.services[0];
  REQUIRE(signalling.requests > 1000);
  CHECK(signalling.response == Duration{201ms} * static_cast<std::int64_t>(signalling.requests));
}

TEST_CASE("an elastic host gets cores while it is crowded, and they are counted", "[infra]") {
  const std::string crowded = changed(grid, "crm: {site: home, carried_by: processor_sharing}",
                                      "crm: {site: home, cores: 1, carried_by: processor_sharing, elastic: {to: 4, "
                                      "add_when: {utilisation: 50 %}, remove_when: {utilisation: 10 %}, "
                                      "provisioning: 1 min, cost: 1 CHF per hour}}");
  const std::string busy = centre + changed(crowded, "talk: {service: crm", "talk: {service: crm, work: 4 s");
  const GridDay day = day_of(busy);
  REQUIRE(day.cores.size() == 1);
  CHECK(day.cores[0].host == 3);
  CHECK(day.cores[0].most > 1);
  CHECK(day.cores[0].most <= 4);
  CHECK(day.cores[0].core_time > Duration{24h});
  const auto totals = totals_of(busy).infrastructure;
  CHECK(totals->hosts[3].capacity == statistics::TimeSum{day.cores[0].core_time});
  REQUIRE(totals->bought_cores.size() == 4);
  CHECK(totals->bought_cores[0] == reports::BoughtCoresTotals{});
  CHECK(totals->bought_cores[3].time == totals->hosts[3].capacity);
  CHECK(static_cast<double>(totals->bought_cores[3].cost) ==
        Approx(in_seconds(day.cores[0].core_time) / 3600 * 1e6).margin(0.6));
  const GridDay idle = day_of(centre + crowded);
  CHECK(idle.cores[0].ordered == 0);
}

}  // namespace twinline::infra
