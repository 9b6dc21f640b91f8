// `twinline run` against the contract that other people's checks rely on.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "tests/cli/json_answers.hpp"

namespace twinline::cli_test {
namespace {

/// The KPIs of the total, by name.
std::map<std::string, Json> totals_of(const Json& run) {
  std::map<std::string, Json> totals;
  for (const Json& kpi : run["kpis"]) {
    if (kpi["by"].empty()) totals[kpi["name"]] = kpi;
  }
  return totals;
}

Json run_json(const Desk& desk, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "run");
  return json_of(desk, std::move(arguments));
}

TEST_CASE("run --json: keys, in their order, and values that fit together") {
  const Desk desk(small);
  const Json run = run_json(desk, {"s.yaml"});
  CHECK(keys_of(run) == std::vector<std::string>{"schema", "scenario", "seed", "replications", "kpis"});
  CHECK(run["schema"] == "twinline.run/1");
  CHECK(keys_of(run["scenario"]) == std::vector<std::string>{"name", "hash"});
  CHECK(run["scenario"]["name"] == "small");
  CHECK(run["scenario"]["hash"].get<std::string>().find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(run["scenario"]["hash"].get<std::string>().size() == 64);
  CHECK(run["seed"] == 7);
  CHECK(run["replications"] == 6);
  const std::set<std::string> dimensions{"interval", "call_type", "queue", "group", "segment"};
  const std::set<std::string> units{"count", "share", "seconds"};
  std::set<std::pair<std::string, Json>> seen;
  for (const Json& kpi : run["kpis"]) {
    CAPTURE(kpi.dump());
    CHECK(keys_of(kpi) == std::vector<std::string>{"name", "definition", "unit", "by", "mean", "half_width", "n"});
    CHECK(units.count(kpi["unit"]) == 1);
    CHECK_FALSE(kpi["definition"].get<std::string>().empty());
    CHECK(kpi["n"].get<int>() <= 6);
    for (const std::string& key : keys_of(kpi["by"])) CHECK(dimensions.count(key) == 1);
    CHECK(seen.emplace(kpi["name"], kpi["by"]).second);
    if (kpi["unit"] == "share" && kpi["mean"].is_number()) CHECK((kpi["mean"] >= 0 && kpi["mean"] <= 1));
  }
  const auto totals = totals_of(run);
  const auto mean = [&](const char* name) { return totals.at(name).at("mean").get<double>(); };
  for (const std::string& name : contract_kpis) {
    CAPTURE(name);
    REQUIRE(totals.count(name) == 1);
    CHECK(totals.at(name)["n"] == 6);
    CHECK(totals.at(name)["half_width"].get<double>() >= 0);
  }
  CHECK(mean("attempts") == Approx(mean("blocked") + mean("offered")));
  CHECK(mean("offered") == Approx(mean("answered") + mean("abandoned")));
  CHECK(mean("offered") > 60);
  CHECK(mean("wait_p50") <= mean("wait_p90"));
  CHECK(mean("wait_p90") <= mean("wait_p99"));
}

TEST_CASE("run --json: every KPI of every dimension the scenario has") {
  const Desk desk;
  const Json run = run_json(desk, {library("two_skill_bank.yaml"), "--replications", "1"});
  std::map<std::string, std::set<std::string>> values;
  for (const Json& kpi : run["kpis"]) {
    if (kpi["by"].size() != 1) continue;
    for (const auto& [key, value] : kpi["by"].items()) values[key].insert(value.get<std::string>());
  }
  CHECK(values["queue"] == std::set<std::string>{"loans", "retail"});
  CHECK(values["call_type"] == std::set<std::string>{"loan_question", "retail_question"});
  CHECK(values["group"] == std::set<std::string>{"juniors", "seniors"});
  CHECK(values["segment"] == std::set<std::string>{"gold", "standard"});
  CHECK(values["interval"].count("2026-03-02T08:00:00+01:00") == 1);
  CHECK(values["interval"].size() >= 5 * 24);
}

TEST_CASE("run: at one replication there is no half width") {
  const Desk desk(small);
  const Json run = run_json(desk, {"s.yaml", "--replications", "1"});
  for (const Json& kpi : run["kpis"]) CHECK(kpi["half_width"].is_null());
  CHECK(run["replications"] == 1);
  CHECK(totals_of(run)["offered"]["mean"].get<double>() > 0);
}

TEST_CASE("run: a KPI that nothing was measured for is null, not a number") {
  const Desk desk(changed(small, "scheduled: 4", "scheduled: 0"));
  const auto totals = totals_of(run_json(desk, {"s.yaml"}));
  for (const char* name : {"asa", "aht", "occupancy"}) {
    CHECK(totals.at(name)["mean"].is_null());
    CHECK(totals.at(name)["half_width"].is_null());
  }
  CHECK(totals.at("answered")["mean"] == 0);
}

TEST_CASE("run: seed and replications are the scenario's unless the command line says otherwise") {
  const Desk desk(small);
  desk.write("silent.yaml", changed(changed(small, "seed: 7\n", ""), "replications: 6\n", ""));
  const Json as_written = run_json(desk, {"s.yaml"});
  CHECK(run_json(desk, {"s.yaml", "--seed", "7", "--replications", "6"}) == as_written);
  const Json other_seed = run_json(desk, {"s.yaml", "--seed", "8"});
  CHECK(other_seed["seed"] == 8);
  CHECK(other_seed["scenario"] == as_written["scenario"]);
  CHECK(other_seed["kpis"] != as_written["kpis"]);
  const Json silent = run_json(desk, {"silent.yaml"});
  CHECK(silent["seed"] == 1);
  CHECK(silent["replications"] == 40);
  CHECK(silent["scenario"]["hash"] == as_written["scenario"]["hash"]);
  CHECK(run_json(desk, {"s.yaml", "--seed", "18446744073709551615"})["seed"] == 18446744073709551615ULL);
}

TEST_CASE("run: twice, and with one worker and two, the same bytes on paper and in files") {
  const Desk desk;
  const std::string scenario = library("quickstart.yaml");
  const std::vector<std::string> eight{"run", scenario, "--replications", "8"};
  printed_alike(desk, eight);
  for (const char* form : {"--json", "--csv"}) {
    auto command = eight;
    command.emplace_back(form);
    printed_alike(desk, command);
  }
  for (const std::string workers : {"1", "2"}) {
    const Finished finished = desk.twinline({"run", scenario, "--replications", "8", "--workers", workers, "--out",
                                             "out" + workers, "--journal", workers + ".tlj"});
    CHECK(finished.exit_code == 0);
  }
  CHECK(desk.names("out1").size() == 4);
  for (const std::string& name : desk.names("out1")) CHECK(desk.read("out1/" + name) == desk.read("out2/" + name));
  CHECK(desk.read("1.tlj") == desk.read("2.tlj"));
}

TEST_CASE("run --out: these files and no others, and in a pipe not a word but where the report is") {
  const Desk desk(small);
  const Finished plain = desk.twinline({"run", "s.yaml"});
  CHECK(plain.err.empty());
  CHECK(plain.out.find('\033') == std::string::npos);
  CHECK(plain.out.find("Service level") != std::string::npos);
  CHECK(desk.names() == std::vector<std::string>{"s.yaml"});

  const Finished finished = desk.twinline({"run", "s.yaml", "--json", "--out", "a/b"});
  CHECK(finished.exit_code == 0);
  CHECK(finished.err == "Report: a/b/report.html\n");
  CHECK(desk.names("a/b") == std::vector<std::string>{"estimates.csv", "intervals.csv", "report.html", "result.json"});
  CHECK(desk.read("a/b/result.json") == finished.out);
  CHECK(desk.read("a/b/estimates.csv") == desk.twinline({"run", "s.yaml", "--csv"}).out);

  // A second run takes the place of the first, file by file.
  CHECK(desk.twinline({"run", "s.yaml", "--seed", "8", "--out", "a/b"}).exit_code == 0);
  CHECK(desk.names("a/b").size() == 4);
  CHECK(Json::parse(desk.read("a/b/result.json"))["seed"] == 8);
}

TEST_CASE("run --csv: a row for every KPI of the JSON") {
  const Desk desk(small);
  const std::string csv = desk.twinline({"run", "s.yaml", "--csv"}).out;
  CHECK(csv.substr(0, csv.find('\n')) == "kpi,interval,call_type,queue,group,segment,mean,half_width,n,unit");
  CHECK(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')) ==
        run_json(desk, {"s.yaml"})["kpis"].size() + 1);
}

TEST_CASE("run: a terminal sees colours and progress, NO_COLOR takes the colours away") {
  const Desk desk;
  const std::vector<std::string> command{"ab", library("quickstart.yaml"), "--replications", "20"};
  const Finished coloured = desk.twinline_on_terminal(command, false);
  CHECK(coloured.exit_code == 0);
  CHECK(coloured.out.find("\033[3") != std::string::npos);
  CHECK(coloured.out.find(" of 40 replications") != std::string::npos);
  const Finished plain = desk.twinline_on_terminal(command, true);
  CHECK(plain.out.find("\033[3") == std::string::npos);
  CHECK(plain.out.find("\033[1m") == std::string::npos);
}

TEST_CASE("run: an interrupt ends it with 130, and nothing half-done is left") {
  const Desk desk(small);
  using namespace std::chrono_literals;
  const Finished finished =
      desk.twinline_interrupted({"run", "s.yaml", "--replications", "400000", "--out", "out"}, 1500ms);
  CHECK(finished.exit_code == 130);
  CHECK(finished.out.empty());
  CHECK(desk.names() == std::vector<std::string>{"s.yaml"});
}

TEST_CASE("run: where nothing can be written it says so at once, and it is a failure") {
  const Desk desk(small);
  // So many replications that only a check before the work can answer in time.
  const std::vector<std::string> long_work{"run", "s.yaml", "--replications", "100000000"};
  const auto with = [&](const std::string& option, const std::string& value) {
    std::vector<std::string> command = long_work;
    command.insert(command.end(), {option, value});
    const Finished finished = desk.twinline(command);
    CHECK(finished.exit_code == 1);
    CHECK(finished.out.empty());
    CHECK(desk.names() == std::vector<std::string>{"s.yaml"});
    return finished.err;
  };
  CHECK(with("--out", "s.yaml/below") == "twinline run: s.yaml/below: cannot make this folder: Not a directory\n");
  CHECK(with("--out", "s.yaml") == "twinline run: s.yaml: cannot make this folder: Not a directory\n");
  CHECK(with("--journal", "nowhere/day.tlj") ==
        "twinline run: nowhere/day.tlj: cannot be created: No such file or directory\n");
  CHECK(with("--journal", ".") == "twinline run: .: is not a file; it is not replaced\n");
}

}  // namespace
}  // namespace twinline::cli_test
