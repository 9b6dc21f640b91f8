// `twinline headroom` on small centres whose bottleneck is known by construction.
#include <catch2/catch.hpp>

#include "tests/cli/json_answers.hpp"

namespace twinline::cli_test {
namespace {

const std::vector<std::string> up_to_four{"headroom", "s.yaml", "--to", "4", "--precision", "0.25"};

std::vector<std::string> with(std::vector<std::string> words, const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Json bottleneck(const std::string& kind, const std::string& name) { return {{"kind", kind}, {"name", name}}; }

/// With so many agents, and a trunk of so many lines.
std::string centre_of(const std::string& agents, const std::string& lines) {
  const std::string with_lines = changed(small, "queues:", "trunks: {main: {lines: " + lines + "}}\nqueues:");
  return changed(changed(with_lines, "scheduled: 4", "scheduled: " + agents), "    needs: banking\n",
                 "    needs: banking\n    trunks: {main: 100 %}\n");
}

TEST_CASE("headroom: a centre of few agents breaks for want of people") {
  const Desk desk(centre_of("8", "200"));
  const Json found = json_of(desk, up_to_four);
  CHECK(keys_of(found) == std::vector<std::string>{"schema", "scenario", "seed", "replications", "from", "to", "step",
                                                   "precision", "targets", "loads", "holds_up_to", "breaks_at",
                                                   "broken", "bottleneck", "finding", "bottleneck_finding", "reliefs",
                                                   "assumptions"});
  CHECK(found["schema"] == "twinline.headroom/1");
  CHECK(found["targets"].size() == 2);
  CHECK(found["broken"] == "main.service_level");
  CHECK(found["bottleneck"] == bottleneck("people", "agents"));
  CHECK(found["breaks_at"].get<double>() - found["holds_up_to"].get<double>() == Approx(0.25));
  double before = 0;
  for (const Json& load : found["loads"]) {
    CHECK(load["load"] > before);
    before = load["load"];
    CHECK(load["holds"] == (load["load"] < found["breaks_at"]));
    CHECK(load["values"][0]["n"] == 6);
    CHECK(load["values"][0]["half_width"] > 0);
  }
  CHECK(found["reliefs"][0]["busy"] > 0.7);
  CHECK(found["reliefs"][0]["effect"]["low"] > 0);
}

TEST_CASE("headroom: a centre of few lines breaks for want of lines, and prints the same for any number of workers") {
  const Desk desk(centre_of("40", "9"));
  const Json found = json_of(desk, up_to_four);
  CHECK(found["broken"] == "blocked_share");
  CHECK(found["bottleneck"] == bottleneck("lines", "main"));
  const std::string table = printed_alike(desk, up_to_four);
  CHECK_THAT(table, Catch::Contains("First bottleneck: lines of trunk main (9 lines). With twice as much of it, "
                                    "every target holds"));
}

TEST_CASE("headroom: targets of one's own, and a load that nothing breaks at") {
  const Desk desk(small);
  const Json wide = json_of(desk, {"headroom", "s.yaml", "--to", "1.5", "--kpi", "main.asa <= 10 min"});
  CHECK(wide["breaks_at"].is_null());
  CHECK(wide["holds_up_to"] == 1.5);
  CHECK(wide["reliefs"].empty());
  CHECK(wide["bottleneck"].is_null());
  const Json none = json_of(desk, {"headroom", "s.yaml", "--kpi", "asa<=1 ms", "--out", "results"});
  CHECK(none["breaks_at"] == 1.0);
  CHECK(none["holds_up_to"].is_null());
  CHECK(Json::parse(desk.read("results/result.json")) == none);
}

TEST_CASE("headroom: a slow customer database is told from the people who wait for it") {
  const Desk desk(changed(small, "scheduled: 4", "scheduled: 40") + R"(infrastructure:
  sites: {here: {}}
  hosts:
    ivr: {site: here, cores: 20, carried_by: processor_sharing}
    crm: {site: here, cores: 1, carried_by: processor_sharing}
  services: {ivr: {hosts: [ivr]}, crm: {hosts: [crm]}}
  steps:
    prompt: {service: ivr, work: 1 s}
    talk: {service: crm, work: 20 s}
)");
  const Json found = json_of(desk, with(up_to_four, {"--kpi", "aht<=300 s"}));
  CHECK(found["bottleneck"] == bottleneck("host", "crm"));
  CHECK(found["holds_up_to"] >= 1.5);
}

TEST_CASE("headroom: an IVR that runs short loses calls before any agent is missed") {
  const Desk desk(changed(changed(small, "scheduled: 4", "scheduled: 60"), "queues:", R"(ivr:
  flows: {front: {greet: {announce: hello}, wait: {queue: yes}}}
queues:)") + R"(infrastructure:
  sites: {here: {}}
  hosts:
    ivr: {site: here, cores: 2, carried_by: processor_sharing}
    crm: {site: here, cores: 4, carried_by: processor_sharing}
  services: {ivr: {hosts: [ivr]}, crm: {hosts: [crm]}}
  steps:
    prompt: {service: ivr, work: 40 s}
    talk: {service: crm, work: 5 s}
    silence: 3 min
)");
  desk.write("s.yaml", changed(desk.read("s.yaml"), "    needs: banking\n", "    needs: banking\n    ivr: front\n"));
  const Json found = json_of(desk, up_to_four);
  CHECK(found["broken"] == "lost_share");
  CHECK(found["bottleneck"] == bottleneck("host", "ivr"));
  CHECK(found["reliefs"][0]["busy"] > 0.6);
}

TEST_CASE("headroom: slips on the command line are exit code 2, and say what was expected") {
  const Desk desk(small);
  const auto told = [&](const std::vector<std::string>& more) {
    const Finished finished = desk.twinline(with({"headroom", "s.yaml"}, more));
    CHECK(finished.exit_code == 2);
    CHECK(finished.out.empty());
    return finished.err;
  };
  CHECK(told({"--kpi", "asa"}) == "--kpi 'asa': expected NAME>=VALUE or NAME<=VALUE, as in 'service_level>=80 %'\n");
  CHECK(told({"--kpi", "asb<=3 s"}) == "--kpi 'asb<=3 s': the scenario has no such KPI; did you mean 'asa'?\n");
  CHECK(told({"--kpi", "asa<=80 %"}) == "--kpi 'asa<=80 %': '80 %' is no value of asa; expected one such as 30 s\n");
  CHECK(told({"--from", "3", "--to", "2"}) == "--to 2: the load goes up from 3; expected no less\n");
  desk.write("s.yaml", changed(small, "queues: {main: {}}", "queues: {main: {service_level: {target: 0 %}}}"));
  CHECK(told({}) == "s.yaml: no queue has a service level to keep; which KPI must hold? Use --kpi\n");
}

}  // namespace
}  // namespace twinline::cli_test
