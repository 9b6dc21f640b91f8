// A centre on a grid, as text to be changed, and what a replication of it comes to.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <catch2/catch.hpp>

#include "scenarios/menu/policy_menus.hpp"
#include "sim/lab/model.hpp"
#include "sim/simgrid/grid_crew.hpp"
#include "tests/unit/schema/samples.hpp"

namespace twinline::infra::samples {

inline const std::string centre = R"(twinline: 1
seed: 5
site: {opens: "08:00-18:00"}
trunks: {primary: {lines: 40}, backup: {lines: 30}}
skills: [banking]
queues: {main: {}}
ivr:
  look_ups: {crm: {takes: 200 ms, fails: 1 %}}
  flows:
    front:
      greet: {announce: hello}
      choose: {menu: pick, keys: {1: know}, callers: {hang_up: 2 %, nothing: 3 %, takes: 2 s}}
      know: {look_up: crm, deadline: 1500 ms, otherwise: wait}
      wait: {queue: yes}
calls:
  bank:
    queue: main
    needs: [banking]
    trunks: {primary: 100 %}
    ivr: front
    arrivals: {rate: 150 per hour}
    patience: {exponential: 4 min}
    redial: {if_abandoned: 30 %, delay: {exponential: 5 min}}
    handling: {talk: {exponential: 3 min}, wrap_up: 20 s}
groups:
  office: {skills: [banking], scheduled: 7, answer_after: 3 s}
  remote: {skills: [banking], scheduled: 3}
)";

inline const std::string grid = R"(infrastructure:
  sites: {zurich: {groups: [office]}, home: {groups: [remote]}}
  links: {vpn: {between: [zurich, home]}}
  hosts:
    sbc_1: {site: zurich, carried_by: processor_sharing}
    sbc_2: {site: zurich, carried_by: processor_sharing}
    ivr: {site: zurich, carried_by: processor_sharing}
    crm: {site: home, carried_by: processor_sharing}
  services:
    signalling: {hosts: [sbc_1, sbc_2], calls: dropped}
    ivr: {hosts: [ivr]}
    crm: {hosts: [crm]}
  access: {primary: {overflow: backup}}
  steps:
    arrival: {service: signalling, request: 1500 B, reply: 800 B, time_out: 4 s, retries: 1}
    prompt: {service: ivr}
    keys: {service: ivr}
    look_up: {crm: {service: crm, request: 2 kB}}
    ringing: {service: signalling}
    talk: {service: crm, times: 3, reply: 50 kB, time_out: 5 s}
    media: {service: signalling, bandwidth: 90 kbit/s}
)";

/// `calls`: a call table beside it, which it may replay.
inline std::unique_ptr<const sim::Model> model_of(const std::string& text, const std::string& calls = "") {
  const scenarios::samples::Folder folder;
  folder.write("calls.csv", calls);
  scenarios::Loaded loaded = scenarios::load(folder.write("s.yaml", text), scenarios::policy_menu());
  for (const scenarios::Problem& problem : loaded.problems) UNSCOPED_INFO(scenarios::to_string(problem));
  REQUIRE(loaded.scenario);
  return std::make_unique<const sim::Model>(std::move(*loaded.scenario));
}

/// In the world that the scenario needs.
inline reports::ReplicationTotals totals_of(const std::string& text, std::uint64_t index = 0,
                                            const std::string& calls = "") {
  const auto model = model_of(text, calls);
  std::optional<reports::ReplicationTotals> totals;
  sim::grid_crew(1).perform({1,
                             [&](std::uint64_t) {
                               return sim::Task{{model.get(), model->scenario().seed}, index};
                             },
                             [&](std::uint64_t, reports::ReplicationTotals&& computed) {
                               totals = std::move(computed);
                               return true;
                             },
                             {},
                             nullptr});
  REQUIRE(totals);
  return std::move(*totals);
}

}  // namespace twinline::infra::samples
