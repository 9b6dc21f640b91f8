// The `infrastructure:` block: what becomes of it, and what is said of slips of the pen.
#include <algorithm>

#include <catch2/catch.hpp>

#include "reports/kpi/infrastructure_kpis.hpp"
#include "tests/unit/schema/samples.hpp"

using namespace twinline;
using namespace twinline::scenarios;
using namespace twinline::scenarios::samples;

namespace {

/// A scenario of two trunks and two groups with this `infrastructure:` block.
std::string with_infrastructure(const std::string& block) {
  return R"(twinline: 1
trunks: {primary: {lines: 30}, backup: {lines: 10}}
queues: {main: {}}
ivr: {look_ups: {crm: {takes: 100 ms}}}
calls:
  bank: {queue: main, trunks: {primary: 100 %}, arrivals: {rate: 60 per hour}, handling: {talk: 2 min}}
groups: {office: {scheduled: 5}, remote: {scheduled: 2}}
infrastructure:
)" + block;
}

const std::string whole_block = R"(  sites: {zurich: {groups: [office]}, home: {groups: [remote]}}
  links: {vpn: {between: [zurich, home], latency: 40 ms, bandwidth: 8 Mbit/s}}
  hosts:
    sbc_1: {site: zurich, cores: 4}
    sbc_2: {site: zurich, speed: 2}
    crm:
      site: home
      cores: 2
      carried_by: processor_sharing
      elastic:
        to: 8
        by: 2
        check: 30 s
        add_when: {utilisation: 80 %, queue: 5}
        remove_when: {utilisation: 30 %}
        provisioning: {exponential: 2 min}
        cost: 0.05 CHF per hour
  services:
    signalling: {hosts: [sbc_1, sbc_2], redundancy: active_standby, detection: 3 s, switch_over: 7 s, calls: dropped}
    crm: {hosts: [crm]}
  access: {primary: {latency: 20 ms, bandwidth: 2 Mbit/s, overflow: backup}}
  steps:
    arrival: {service: signalling, work: 5 ms, request: 1500 B, reply: 2 kB, time_out: 4 s, retries: 2}
    look_up: {crm: {service: crm, work: {exponential: 50 ms}}}
    talk: {service: crm, work: 200 ms, times: 3}
    media: {service: signalling, bandwidth: 80 kbit/s}
    silence: {exponential: 15 s}
  outages:
    - {host: sbc_1, at: "11:00", on: 2026-01-05, lasts: 30 min}
    - {link: vpn, after: {exponential: 20 d}, lasts: {exponential: 1 h}}
    - {trunk: backup, at: "12:00", lasts: 1 min}
    - {site: home, at: "13:00", lasts: 1 min}
    - {host: crm, at: "14:00", lasts: 2 h, slows_to: 25 %}
)";

std::vector<std::string> messages_of(const std::string& block) {
  std::vector<std::string> messages;
  for (const Problem& problem : load_text(with_infrastructure(block)).problems) messages.push_back(to_string(problem));
  return messages;
}

void check_says(const std::string& block, const std::string& message) {
  const auto messages = messages_of(block);
  REQUIRE_FALSE(messages.empty());
  CHECK_THAT(messages.front(), Catch::Contains(message));
}

}  // namespace

TEST_CASE("what the calls run on is read with its units", "[schema][infrastructure]") {
  const Loaded loaded = load_text(with_infrastructure(whole_block));
  for (const Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.scenario);
  REQUIRE(loaded.scenario->infrastructure);
  const Infrastructure& infrastructure = *loaded.scenario->infrastructure;

  REQUIRE(infrastructure.sites.size() == 2);
  CHECK(infrastructure.sites[1].groups == std::vector{GroupIndex{1U}});
  REQUIRE(infrastructure.links.size() == 1);
  CHECK(infrastructure.links[0].to == 1);
  CHECK(infrastructure.links[0].latency == 40ms);
  CHECK(infrastructure.links[0].bandwidth == 1e6);

  REQUIRE(infrastructure.hosts.size() == 3);
  CHECK(infrastructure.hosts[0].cores == 4);
  CHECK(infrastructure.hosts[1].cores == without_limit);
  CHECK(infrastructure.hosts[1].speed == 2);
  CHECK(infrastructure.hosts[2].carried_by == CarriedBy::processor_sharing);
  CHECK_FALSE(infrastructure.hosts[0].elastic);
  REQUIRE(infrastructure.hosts[2].elastic);
  const Elastic& elastic = *infrastructure.hosts[2].elastic;
  CHECK(elastic.most_cores == 8);
  CHECK(elastic.step == 2);
  CHECK(elastic.check_every == 30s);
  CHECK(elastic.add_above_utilisation == 0.8);
  CHECK(elastic.add_above_queue == 5);
  CHECK(elastic.remove_below_utilisation == 0.3);
  CHECK(elastic.provisioning.kind == Distribution::Kind::exponential);
  CHECK(elastic.cost_per_core_hour == 0.05);

  REQUIRE(infrastructure.services.size() == 2);
  CHECK(infrastructure.services[0].hosts == std::vector<HostIndex>{0, 1});
  CHECK(infrastructure.services[0].redundancy == Redundancy::active_standby);
  CHECK(infrastructure.services[0].switch_over == 7s);
  CHECK(infrastructure.services[0].calls == CallsOfFailedHost::dropped);
  CHECK(infrastructure.services[1].redundancy == Redundancy::active_active);

  REQUIRE(infrastructure.access.size() == 2);
  CHECK(infrastructure.access[0].overflow == std::vector{TrunkIndex{1U}});
  CHECK(infrastructure.access[0].bandwidth == 250e3);
  CHECK(infrastructure.access[1].bandwidth == without_limit);

  const Steps& steps = infrastructure.steps;
  REQUIRE(steps.arrival);
  CHECK(steps.arrival->request_bytes == 1500);
  CHECK(steps.arrival->reply_bytes == 2000);
  CHECK(steps.arrival->time_out == 4s);
  CHECK(steps.arrival->retries == 2);
  CHECK_FALSE(steps.prompt);
  REQUIRE(steps.look_ups.size() == 1);
  REQUIRE(steps.look_ups[0]);
  CHECK(steps.look_ups[0]->service == 1);
  REQUIRE(steps.talk);
  CHECK(steps.talk->times == 3);
  REQUIRE(steps.media);
  CHECK(steps.media->bandwidth == 10e3);
  CHECK(steps.silence);

  REQUIRE(infrastructure.outages.size() == 5);
  CHECK(infrastructure.outages[0].of == Outage::Of::host);
  CHECK(infrastructure.outages[0].at == Duration{11h});
  CHECK(infrastructure.outages[0].on == "2026-01-05");
  CHECK(infrastructure.outages[1].after);
  CHECK(infrastructure.outages[2].of == Outage::Of::trunk);
  CHECK(infrastructure.outages[2].which == 1);
  CHECK(infrastructure.outages[3].which == 1);
  CHECK(infrastructure.outages[3].slows_to == 0);
  CHECK(infrastructure.outages[4].slows_to == 0.25);
}

TEST_CASE("policies are told which sites and services there are, and what is where", "[schema][infrastructure]") {
  const Loaded loaded =
      load_text(with_infrastructure(changed(changed(whole_block, "{groups: [office]}", "{}"), "overflow: backup}",
                                            "overflow: [backup]}, backup: {site: home}")));
  REQUIRE(loaded.scenario);
  const Centre& seen = loaded.scenario->centre;
  CHECK(seen.sites == std::vector<std::string>{"zurich", "home"});
  CHECK(seen.services == std::vector<std::string>{"signalling", "crm"});
  const twinline::SiteIndex zurich{0U}, home{1U};
  CHECK(seen.groups[0].site == zurich);  // whom no site names
  CHECK(seen.groups[1].site == home);
  CHECK(seen.trunks[0].site == zurich);
  CHECK(seen.trunks[1].site == home);
  CHECK(loaded.scenario->infrastructure->monitoring_every == 10s);
}

TEST_CASE("every part of the infrastructure counts in the scenario's hash", "[schema][infrastructure]") {
  const auto hash_of = [](const std::string& block) {
    const Loaded loaded = load_text(with_infrastructure(block));
    REQUIRE(loaded.scenario);
    return loaded.scenario->hash;
  };
  const std::string as_written = hash_of(whole_block);
  for (const auto& [from, to] :
       {std::pair{"latency: 40 ms", "latency: 41 ms"}, std::pair{"speed: 2", "speed: 3"},
        std::pair{"detection: 3 s", "detection: 4 s"}, std::pair{"2 kB", "3 kB"}, std::pair{"times: 3", "times: 4"},
        std::pair{"80 kbit/s", "81 kbit/s"}, std::pair{"{exponential: 15 s}", "16 s"},
        std::pair{"lasts: 30 min", "lasts: 31 min"}, std::pair{"to: 8", "to: 9"}, std::pair{"queue: 5", "queue: 6"},
        std::pair{"0.05 CHF", "0.06 CHF"}, std::pair{", overflow: backup", ""}, std::pair{"25 %", "26 %"},
        std::pair{"  sites:", "  monitoring: {every: 11 s}\n  sites:"}}) {
    CHECK(hash_of(changed(whole_block, from, to)) != as_written);
  }
  CHECK(hash_of(changed(whole_block, "8 Mbit/s", "8000 kbit/s")) == as_written);
}

TEST_CASE("slips of the pen in the infrastructure are named where they are", "[schema][infrastructure]") {
  check_says(changed(whole_block, "site: zurich, cores", "site: zuerich, cores"),
             ":12:19: unknown site 'zuerich'; did you mean 'zurich'?");
  check_says(changed(whole_block, "hosts: [crm]", "hosts: [crn]"), "unknown host 'crn'; did you mean 'crm'?");
  check_says(changed(whole_block, "talk: {service: crm", "talk: {service: crmm"), "unknown service 'crmm'");
  check_says(changed(whole_block, "link: vpn", "link: wan"), "unknown link 'wan'; expected vpn");
  check_says(changed(whole_block, "access: {primary", "access: {primry"), "unknown trunk 'primry'; did you mean");
  check_says(changed(whole_block, "look_up: {crm:", "look_up: {cmr:"), "unknown look-up 'cmr'");
  check_says(changed(whole_block, "8 Mbit/s", "8"),
             "bandwidth is '8'; expected a bandwidth with its unit, such as '100 "
             "kbit/s' or '10 Mbit/s'; did you mean '8 Mbit/s'?");
  check_says(changed(whole_block, "1500 B", "1500"), "did you mean '1500 B'?");
  check_says(changed(whole_block, "at: \"13:00\"", "at: noon"), "at is 'noon'; expected a time of day such as '11:00'");
  check_says(changed(whole_block, "groups: [remote]", "groups: [office]"),
             "group 'office' sits at site 'zurich' already");
  check_says(changed(whole_block, "between: [zurich, home]", "between: [zurich, zurich]"),
             "link 'vpn' is not between two sites");
  check_says(changed(whole_block, "overflow: backup", "overflow: primary"), "trunk 'primary' overflows into itself");
  check_says(changed(whole_block, "overflow: backup", "overflow: [backup, backu]"),
             "unknown trunk 'backu'; did you mean 'backup'?");
  check_says(changed(whole_block, "link: vpn, ", "link: vpn, slows_to: 20 %, "), "slows_to is of a host");
  check_says(changed(whole_block, "host: crm, ", "host: sbc_2, "), "host 'sbc_2' is carried by simgrid");
  check_says(changed(whole_block, "  sites:", "  monitoring: {every: 0 s}\n  sites:"), "every is 0 s; it must be");
  check_says(changed(whole_block, "redundancy: active_standby, ", ""), "switch_over is of active_standby");
  check_says(changed(whole_block, "hosts: [crm]}", "hosts: [crm], calls: dropped}"),
             "no call goes through service 'crm'");
  check_says(
      changed(whole_block, "  links: {vpn: {between: [zurich, home], latency: 40 ms, bandwidth: 8 Mbit/s}}\n", ""),
      "no link leads from site 'zurich' to site 'home'");
  check_says(changed(whole_block, "after: {exponential: 20 d}, ", ""), "outages needs one of at or after");
}

TEST_CASE("an elastic host that makes no sense is refused with the reason", "[schema][infrastructure]") {
  check_says(changed(whole_block, "carried_by: processor_sharing", "carried_by: simgrid"),
             "host 'crm' is elastic and carried by simgrid, whose hosts keep their cores; expected carried_by: "
             "processor_sharing");
  check_says(changed(whole_block, "      cores: 2\n", ""),
             "host 'crm' is elastic and never runs short; expected cores");
  check_says(changed(whole_block, "to: 8", "to: 2"), ":19:13: to is 2; expected more than the host's 2 cores");
  check_says(changed(whole_block, "{utilisation: 80 %, queue: 5}", "{}"), "add_when names no reason to order cores");
  check_says(changed(whole_block, "{utilisation: 30 %}", "{utilisation: 90 %}"),
             "remove_when would give back what add_when orders");
}

TEST_CASE("KPIs of what the calls run on are compared by the name of their part", "[infrastructure]") {
  const auto compared = [](const std::string& kpi) {
    const auto found = messages_of(whole_block + "compare: {kpis: [" + kpi + "]}\n");
    return found.empty() ? "" : found.front();
  };
  for (const char* kpi :
       {"calls_dropped", "primary.trunk_blocking", "sbc_1.availability", "vpn.utilisation", "primary.access.saturation",
        "crm.response_time", "host.crm.availability", "service.crm.time_to_recover", "main.service_level"}) {
    CAPTURE(kpi);
    CHECK(compared(kpi).empty());
  }
  CHECK_THAT(compared("availability"),
             Catch::Contains("availability is of one site, host, link, trunk or service; expected its name before it, "
                             "as in zurich.availability"));
  CHECK_THAT(compared("crm.availability"),
             Catch::Contains("'crm' is the name of several; expected host.crm.availability or "
                             "service.crm.availability"));
  CHECK_THAT(compared("sbc1.utilisation"),
             Catch::Contains("utilisation is not given of 'sbc1'; did you mean 'sbc_1'?"));
  CHECK_THAT(compared("main.calls_dropped"),
             Catch::Contains("calls_dropped is not given of 'main'; it is given in total"));
  CHECK_THAT(compared("calls_droped"), Catch::Contains("unknown KPI 'calls_droped'; did you mean 'calls_dropped'?"));

  const std::string without = R"(twinline: 1
queues: {main: {}}
calls: {bank: {queue: main, arrivals: {rate: 60 per hour}, handling: {talk: 2 min}}}
groups: {office: {scheduled: 5}}
compare: {kpis: [calls_dropped]}
)";
  REQUIRE_FALSE(load_text(without).problems.empty());
  CHECK_THAT(to_string(load_text(without).problems.front()),
             Catch::Contains("unknown KPI 'calls_dropped'; it is one of an infrastructure, and the scenario has none"));
}

TEST_CASE("scenarios may name the KPIs of an infrastructure where reports give them, and nowhere else",
          "[infrastructure]") {
  using reports::PlaceKind;
  for (const reports::Kpi& kpi : reports::infrastructure_kpis()) {
    for (const auto& [kind, of] :
         {std::pair{PlaceKind::total, ""}, std::pair{PlaceKind::site, "zurich."}, std::pair{PlaceKind::host, "sbc_1."},
          std::pair{PlaceKind::link, "vpn."}, std::pair{PlaceKind::trunk, "primary."},
          std::pair{PlaceKind::service, "signalling."}}) {
      const std::string name = of + std::string{kpi.name};
      CAPTURE(name);
      CHECK(messages_of(whole_block + "compare: {kpis: [" + name + "]}\n").empty() == kpi.is_given_by(kind));
    }
    const std::string bearer = kpi.is_given_by(PlaceKind::host) ? "sbc_1." : "primary.";
    const auto checked = messages_of(whole_block + "kpi_check: {kpis: [" + bearer + std::string{kpi.name} + "]}\n");
    const auto says = [](const std::string& message) {
      return message.find("has no better and worse") != std::string::npos;
    };
    CHECK(std::any_of(checked.begin(), checked.end(), says) == (kpi.direction == reports::Direction::none));
  }
}
