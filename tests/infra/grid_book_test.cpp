// What is written down of a grid, against what can be worked out by hand and against theory.
#include "sim/infra/grid_book.hpp"

#include <array>
#include <cmath>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "sim/infra/grid_world.hpp"
#include "tests/infra/grid_samples.hpp"
#include "tests/laws/erlang.hpp"

namespace twinline::infra {
namespace {

using reports::EquipmentTotals;
using reports::InfrastructureTotals;
using scenarios::samples::changed;
using statistics::TimeSum;

const std::string outage_of_sbc_1 = "  outages: [{host: sbc_1, at: \"11:00\", lasts: 50 min}]\n";

/// Nobody is lost by the sound of a call, and the standby takes its time.
std::string with_standby(const std::string& text) {
  return changed(changed(text, "    media: {service: signalling, bandwidth: 90 kbit/s}\n", ""), "calls: dropped",
                 "calls: dropped, redundancy: active_standby, detection: 60 s, switch_over: 4 min");
}

/// A call table with a call at half past each minute from 10:50 to 11:20.
std::string a_call_a_minute() {
  std::string table =
      "# twinline call table 1\n# time_zone UTC\n# source none\n# source_sha256 0\n# importer none 1\n# rows 30\n"
      "# bad_rows 0\ncall_id,customer,priority,type,segment,queue,outcome,agent,arrival,queue_entry,answer,end,vru_ms,"
      "wait_ms,service_ms,wrap_up_ms,flags,source_line\n";
  for (int call = 0; call < 30; ++call) {
    const std::string at = fmt::format("2026-03-02T{:02}:{:02}:30+00:00", 10 + (50 + call) / 60, (50 + call) % 60);
    table += fmt::format("c{0},,,bank,,,abandoned,,{1},{1},,{1},,0,,,,{2}\n", call, at, call + 2);
  }
  return table;
}

InfrastructureTotals book_of(const std::string& text, std::uint64_t index = 0, const std::string& calls = "") {
  const reports::ReplicationTotals totals = samples::totals_of(text, index, calls);
  CHECK(reports::first_inconsistency(totals) == std::nullopt);
  REQUIRE(totals.infrastructure);
  return *totals.infrastructure;
}

/// The interval that begins then; a day's have a quarter of an hour.
const EquipmentTotals& quarter(const std::vector<EquipmentTotals>& by_interval, std::size_t thing, Duration at) {
  return by_interval.at(thing * 96 + static_cast<std::size_t>(at / 15min));
}

/// Sums of numerators over sums of denominators over replications, and its standard error by the delta method.
struct Share {
  std::vector<double> parts, wholes;
  double value() const {
    double part = 0, whole = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) part += parts[i], whole += wholes[i];
    return part / whole;
  }
  double standard_error() const {
    double squares = 0, whole = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      squares += std::pow(parts[i] - value() * wholes[i], 2);
      whole += wholes[i];
    }
    const auto n = static_cast<double>(parts.size());
    return std::sqrt(squares * n / (n - 1)) / whole;
  }
};

}  // namespace

TEST_CASE("a drill is written down to the nanosecond", "[infra][book]") {
  const InfrastructureTotals book = book_of(samples::centre + with_standby(samples::grid) + outage_of_sbc_1);
  CHECK(book.hosts[0].down == TimeSum{Duration{50min}});
  CHECK(book.hosts[0].outages == 1);
  CHECK(quarter(book.by_host_and_interval, 0, 10h + 45min).down == TimeSum{});
  CHECK(quarter(book.by_host_and_interval, 0, 11h).down == TimeSum{Duration{15min}});
  CHECK(quarter(book.by_host_and_interval, 0, 11h).outages == 1);
  CHECK(quarter(book.by_host_and_interval, 0, 11h + 45min).down == TimeSum{Duration{5min}});
  CHECK(book.hosts[1].outages == 0);

  // Nobody serves until the standby does; the other services have nothing to do with it.
  const reports::ServiceTotals& signalling = book.services[0];
  CHECK(signalling.down == TimeSum{Duration{5min}});
  CHECK(signalling.impaired == TimeSum{Duration{5min}});
  CHECK(signalling.impairments == 1);
  CHECK(signalling.detections == 1);
  CHECK(signalling.detecting == TimeSum{Duration{60s}});
  CHECK(book.services[1].impairments == 0);

  CHECK(book.calls.dropped[0] > 0);
  CHECK(book.calls.unreached > 0);
  CHECK(signalling.calls_lost == book.calls.dropped[0] + book.calls.unreached);
}

TEST_CASE("each call that a failover costs is counted, and no other", "[infra][book]") {
  const std::string text = R"(twinline: 1
site: {time_zone: UTC}
horizon: {from: 2026-03-02, days: 1}
trunks: {primary: {lines: 40}}
queues: {main: {}}
calls:
  bank:
    queue: main
    trunks: {primary: 100 %}
    arrivals: {replay: {file: calls.csv}}
    handling: {talk: {constant: 3 min}}
groups: {office: {scheduled: 20, answer_after: 1 s}}
infrastructure:
  sites: {zurich: {groups: [office]}}
  hosts:
    sbc_1: {site: zurich, carried_by: processor_sharing}
    sbc_2: {site: zurich, carried_by: processor_sharing}
  services:
    signalling: {hosts: [sbc_1, sbc_2], redundancy: active_standby, detection: 60 s, switch_over: 4 min, calls: dropped}
  steps: {arrival: {service: signalling, time_out: 4 s, retries: 1}}
)";
  const InfrastructureTotals book = book_of(text + outage_of_sbc_1, 0, a_call_a_minute());
  // In talk at eleven are those who came since 10:57; until 11:05 nobody is let in, after two tries each.
  CHECK(book.calls.dropped == std::array<std::uint64_t, 4>{3, 0, 0, 0});
  CHECK(book.calls.unreached == 5);
  CHECK(book.services[0].calls_lost == 8);
  CHECK(book.services[0].answered == 25);
  CHECK(book.services[0].failed == 5);
  CHECK(book.services[0].tries == 35);
  CHECK(book.services[0].lost == 10);
  CHECK(book.services[0].timed_out == 10);
  CHECK(book.trunks[0].attempts == reports::TrunkAttempts{30, 0, 0, 0});
  CHECK(book.trunks[0].equipment.busy.in_seconds() == Approx(22 * 181 + (150 + 90 + 30)));
}

TEST_CASE("hosts in turn serve while one of them is being found to be down", "[infra][book]") {
  const std::string turns = changed(samples::grid, "calls: dropped", "detection: 2 min");
  const InfrastructureTotals book = book_of(samples::centre + turns + outage_of_sbc_1);
  CHECK(book.services[0].down == TimeSum{});
  CHECK(book.services[0].impaired == TimeSum{Duration{2min}});
  CHECK(book.services[0].detections == 1);
  CHECK(book.services[0].lost > 0);

  const std::string one_host = changed(turns, "hosts: [sbc_1, sbc_2]", "hosts: [sbc_1]");
  const InfrastructureTotals alone = book_of(samples::centre + one_host + outage_of_sbc_1);
  CHECK(alone.services[0].down == TimeSum{Duration{50min}});
  // Who is refused after detection is not lost to it.
  CHECK(alone.services[0].calls_lost < alone.calls.unreached);
  CHECK(alone.services[0].calls_lost > 0);
}

TEST_CASE("what a warm-up saw is not written down, but what it leaves behind is", "[infra][book]") {
  const std::string late = "horizon: {warm_up: 680 min}\n" + samples::centre;
  const InfrastructureTotals book = book_of(late + with_standby(samples::grid) + outage_of_sbc_1);
  CHECK(book.hosts[0].down == TimeSum{Duration{30min}});
  CHECK(book.hosts[0].outages == 1);
  CHECK(book.calls.dropped[0] == 0);
  CHECK(book.services[0].impairments == 0);
  CHECK(book.services[0].detections == 0);
  CHECK(book.services[0].calls_lost == 0);
  CHECK(book.hosts[0].capacity.nanoseconds() == TimeSum::Nanoseconds{Duration{12h + 40min}.count()} * 1'000'000'000);
}

TEST_CASE("a site takes its trunks, hosts and links down, and each is written down", "[infra][book]") {
  const std::string drill = samples::grid + "  outages: [{site: zurich, at: \"11:00\", lasts: 30 min}]\n";
  const InfrastructureTotals book = book_of(samples::centre + drill);
  for (const EquipmentTotals& down : {book.sites[0], book.hosts[0], book.hosts[2], book.links[0],
                                      book.trunks[0].equipment, book.trunks[1].equipment}) {
    CHECK(down.down == TimeSum{Duration{30min}});
    CHECK(down.outages == 1);
  }
  CHECK(book.sites[1].outages == 0);
  CHECK(book.trunks[0].attempts.down > 0);
  CHECK(book.trunks[0].attempts.overflowed == book.trunks[0].attempts.down);
  CHECK(book.trunks[1].attempts.down == book.trunks[1].attempts.attempts);
}

TEST_CASE("law: a host of several cores is busy for the share of time that its work takes", "[infra][book][law]") {
  // Arrivals alone ask for anything: 2400 calls an hour of 1.5 s of work each on two cores.
  const std::string text = R"(twinline: 1
seed: 11
horizon: {warm_up: 1 h, duration: 6 h}
queues: {main: {}}
calls: {bank: {queue: main, arrivals: {rate: 2400 per hour}, patience: 1 s, handling: {talk: 1 s}}}
groups: {office: {scheduled: 1}}
infrastructure:
  sites: {zurich: {groups: [office]}}
  hosts: {sbc: {site: zurich, cores: 2, carried_by: processor_sharing}}
  services: {signalling: {hosts: [sbc]}}
  steps: {arrival: {service: signalling, work: {exponential: 1500 ms}}}
)";
  Share busy, saturated;
  for (std::uint64_t index = 0; index < 10; ++index) {
    const EquipmentTotals host = book_of(text, index).hosts[0];
    busy.parts.push_back(host.busy.in_seconds());
    busy.wholes.push_back(host.capacity.in_seconds());
    saturated.parts.push_back(host.saturated.in_seconds());
    saturated.wholes.push_back(host.capacity.in_seconds() / 2);
  }
  CHECK(busy.standard_error() < 0.01 * busy.value());
  CHECK(std::abs(busy.value() - 0.5) < 3 * busy.standard_error());
  // M/M/2 at half load has three or more requests for a sixth of the time.
  CHECK(std::abs(saturated.value() - 1.0 / 6) < 3 * saturated.standard_error());
}

TEST_CASE("law: a trunk's lines are taken as often as Erlang B says", "[infra][book][law]") {
  const std::string text = R"(twinline: 1
seed: 12
horizon: {warm_up: 1 h, duration: 25 h}
trunks: {primary: {lines: 10}}
queues: {main: {}}
calls:
  bank: {queue: main, trunks: {primary: 100 %}, arrivals: {rate: 1920 per hour}, handling: {talk: {exponential: 15 s}}}
groups: {office: {scheduled: 12}}
infrastructure:
  sites: {zurich: {groups: [office]}}
  hosts: {sbc: {site: zurich, carried_by: processor_sharing}}
  services: {signalling: {hosts: [sbc]}}
  access: {primary: {}}
  steps: {arrival: {service: signalling}}
)";
  constexpr double erlangs = 8;
  Share blocked, lines;
  for (std::uint64_t index = 0; index < 10; ++index) {
    const reports::TrunkTotals primary = book_of(text, index).trunks[0];
    blocked.parts.push_back(static_cast<double>(primary.attempts.full));
    blocked.wholes.push_back(static_cast<double>(primary.attempts.attempts));
    lines.parts.push_back(primary.equipment.busy.in_seconds());
    lines.wholes.push_back(primary.equipment.capacity.in_seconds());
  }
  const double expected = laws::erlang_b(10, erlangs);
  CHECK(blocked.standard_error() < 0.01 * expected);
  CHECK(std::abs(blocked.value() - expected) < 3 * blocked.standard_error());
  CHECK(std::abs(lines.value() - erlangs * (1 - expected) / 10) < 3 * lines.standard_error());
}

}  // namespace twinline::infra
