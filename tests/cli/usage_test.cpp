// Commands, options and exit codes; and the commands that answer without simulating.
#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/cli/json_answers.hpp"

namespace twinline::cli_test {
namespace {

TEST_CASE("usage: a slip on the command line is exit code 2, with nothing on standard output") {
  const Desk desk(small);
  const auto told = [&](const std::vector<std::string>& command) {
    const Finished finished = desk.twinline(command);
    CHECK(finished.exit_code == 2);
    CHECK(finished.out.empty());
    CHECK(desk.names() == std::vector<std::string>{"s.yaml"});
    return finished.err.substr(0, finished.err.find('\n'));
  };
  CHECK(told({}) == "A subcommand is required");
  CHECK(told({"rnu", "s.yaml"}) == "twinline: there is no command 'rnu'; did you mean 'run'?");
  CHECK(told({"simulate"}) ==
        "twinline: there is no command 'simulate'; expected run, ab, rank, headroom, rollout, merge, kpi-check, check, "
        "policies, "
        "import, replay, explain, report, key, sign or verify");
  CHECK(told({"--fast"}) ==
        "twinline: there is no option '--fast'; expected run, ab, rank, headroom, rollout, merge, kpi-check, check, "
        "policies, "
        "import, replay, explain, report, key, sign or verify");
  CHECK(told({"import", "cvs", "s.yaml"}) == "twinline import: there is no command 'cvs'; did you mean 'csv'?");
  CHECK(told({"import", "--strict"}) == "twinline import: there is no option '--strict'; expected bank-log or csv");
  CHECK(told({"run"}) == "scenario is required");
  CHECK(told({"run", "s.yaml", "--fast"}) == "The following argument was not expected: --fast");
  CHECK(told({"run", "s.yaml", "t.yaml"}) == "The following argument was not expected: t.yaml");
  for (const std::string seed : {"abc", "-1", "1.5", "18446744073709551616"}) {
    CHECK(told({"run", "s.yaml", "--seed", seed}) ==
          "--seed: Value " + seed + " is no whole number from 0 to 18446744073709551615");
  }
  CHECK(told({"run", "s.yaml", "--replications", "0"}) == "--replications: Value 0 not in range 1 to 100000000");
  CHECK(told({"run", "s.yaml", "--workers", "0"}) == "--workers: Value 0 not in range 1 to 1024");
  CHECK(told({"run", "s.yaml", "--world", "simgrd"}) == "--world: simgrd not in {calendar,simgrid}");
  CHECK(told({"run", "s.yaml", "--json", "--csv"}) == "--json excludes --csv");
  CHECK(told({"run", "s.yaml", "--journal-replication", "1"}) == "--journal-replication requires --journal");
  CHECK(told({"ab", "s.yaml", "--a", "as_is"}) == "--a requires --b");
  CHECK(told({"ab", "s.yaml", "--b", "as_is"}) == "--b requires --a");
  CHECK(told({"check"}) == "twinline check: which scenario? Give one or more files, or --schema");
  CHECK(told({"check", "s.yaml", "--schema"}) == "scenario excludes --schema");
  CHECK(told({"import"}) == "A subcommand is required");
  CHECK(told({"import", "csv", "s.yaml"}) ==
        "twinline import csv: which column is what? Give --map FILE.yaml; --guess proposes one");
  CHECK(told({"replay"}) == "journal is required");
}

TEST_CASE("usage: help and version are no mistakes") {
  const Desk desk;
  CHECK(desk.twinline({"--help"}).exit_code == 0);
  CHECK(desk.twinline({"--help"}).out.find("Exit codes: 0 fine, 1 ") != std::string::npos);
  CHECK(desk.twinline({"ab", "--help"}).out.find("--independent") != std::string::npos);
  CHECK(desk.twinline({"--version"}).out.starts_with("twinline "));
}

TEST_CASE("check: says what is fine, tells every problem, and prints its schema") {
  const Desk desk(small);
  desk.write("empty.yaml", "");
  CHECK(desk.twinline({"check", "s.yaml"}).out == "s.yaml: fine\n");
  CHECK(desk.twinline({"check", "s.yaml"}).exit_code == 0);
  const Finished mixed = desk.twinline({"check", "empty.yaml", "s.yaml"});
  CHECK(mixed.exit_code == 2);
  CHECK(mixed.out == "s.yaml: fine\n");
  CHECK(mixed.err == "empty.yaml: is empty; expected a scenario, which begins with 'twinline: 1'\n");
  const Finished json = desk.twinline({"check", "empty.yaml", "s.yaml", "--json"});
  CHECK(json.exit_code == 2);
  CHECK(json.err.empty());
  CHECK(Json::parse(json.out) == Json::parse(R"([
      {"scenario": "empty.yaml", "ok": false, "problems": [{"file": "empty.yaml", "line": 0, "column": 0,
       "message": "is empty; expected a scenario, which begins with 'twinline: 1'", "warning": false}]},
      {"scenario": "s.yaml", "ok": true, "problems": []}])"));

  // What is wrong with an arm shows when the file is checked, not when somebody runs the arm.
  desk.write("arm.yaml", changed(small, "scheduled: 2", "schedule: 2"));
  const Finished arm = desk.twinline({"check", "arm.yaml"});
  CHECK(arm.exit_code == 2);
  CHECK(arm.err.find("arm.yaml:") == 0);
  CHECK(arm.err.find("leads nowhere at 'schedule'; did you mean 'scheduled'?") != std::string::npos);

  const Json schema = Json::parse(desk.twinline({"check", "--schema"}).out);
  CHECK(schema["$schema"] == "http://json-schema.org/draft-07/schema#");
  CHECK(schema["properties"].contains("queues"));
  // The copy that editors are pointed to by the library; `twinline check --schema` writes it anew.
  CHECK(schema == Json::parse(desk.read(library("../schema/scenario.schema.json"))));
}

TEST_CASE("policies: the menu, for people and as JSON") {
  const Desk desk;
  const Json menu = Json::parse(desk.twinline({"policies", "--json"}).out);
  CHECK(menu["schema"] == "twinline.policies/1");
  std::vector<std::string> names;
  for (const Json& policy : menu["routing"]) names.push_back(policy["name"]);
  for (const char* name : {"random", "longest_idle_agent", "round_robin", "least_occupied", "most_skilled_first",
                           "least_skilled_first", "skill_priority", "priority_ageing", "earliest_deadline_first"}) {
    CHECK(std::find(names.begin(), names.end(), name) != names.end());
  }
  const std::string page = desk.twinline({"policies"}).out;
  for (const std::string& name : names) CHECK(page.find("  " + name + " (version ") != std::string::npos);
}

}  // namespace
}  // namespace twinline::cli_test
