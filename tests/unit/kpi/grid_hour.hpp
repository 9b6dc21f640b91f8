// An hour of four quarters on a small infrastructure, each figure another one.
#pragma once

#include "reports/kpi/infrastructure_layout.hpp"
#include "reports/kpi/infrastructure_totals.hpp"

namespace twinline::reports::test {

inline InfrastructureLayout grid_layout() {
  InfrastructureLayout layout;
  layout.sites = {{"zurich", {"office"}}, {"home", {"remote"}}};
  layout.hosts = {{"sbc", 0, 2.0}, {"crm", 0, std::nullopt}};
  layout.links = {{"vpn", 0, 1}};
  layout.trunks = {{"primary", 0, 30, {1}}, {"backup", 0, 0, {}}};
  layout.services = {{"signalling", {0}}, {"crm", {1}}};
  return layout;
}

/// Down for six minutes of the second quarter, busy for a quarter of its two cores' time.
inline InfrastructureTotals grid_hour() {
  using statistics::TimeSum;
  InfrastructureTotals totals;
  const EquipmentTotals quiet{.busy = TimeSum{Duration{7min + 30s}}, .capacity = TimeSum{Duration{30min}}};
  EquipmentTotals bad = quiet;
  bad.down.add(6min);
  bad.outages = 1;
  bad.saturated.add(3min);
  totals.by_host_and_interval = {quiet, bad, quiet, quiet, {}, {}, {}, {}};
  totals.by_link_and_interval.assign(4, {.busy = TimeSum{Duration{1min}}, .capacity = TimeSum{Duration{15min}}});
  totals.hosts.resize(2);
  totals.links.resize(1);
  for (int cell = 0; cell < 4; ++cell) {
    totals.hosts[0] += totals.by_host_and_interval[static_cast<std::size_t>(cell)];
    totals.links[0] += totals.by_link_and_interval[static_cast<std::size_t>(cell)];
  }
  totals.sites.resize(2);
  totals.trunks = {{{}, {200, 12, 8, 15}}, {{}, {15, 0, 0, 0}}};
  totals.trunks[0].equipment.down.add(5min);
  totals.trunks[0].equipment.outages = 1;
  totals.by_trunk_and_interval.resize(8);
  totals.by_trunk_and_interval[0] = totals.trunks[0].equipment;
  totals.services.resize(2);
  ServiceTotals& signalling = totals.services[0];
  signalling.down.add(2min);
  signalling.impaired.add(3min);
  signalling.impairments = 2;
  signalling.detections = 2;
  signalling.detecting.add(10s);
  signalling.answered = 950;
  signalling.failed = 50;
  signalling.tries = 1100;
  signalling.timed_out = 110;
  signalling.lost = 55;
  signalling.response.add(19s);
  signalling.longest_response = 4s;
  signalling.calls_lost = 9;
  totals.calls = {{6, 1, 2, 4}, 5, 3};
  return totals;
}

}  // namespace twinline::reports::test
