// `twinline run --world`: whose clock leads shows nowhere in what comes out.
#include <algorithm>
#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/cli/json_answers.hpp"

namespace twinline::cli_test {
namespace {

/// What `twinline run s.yaml` with these words prints, and leaves in the folder `out` and the journal.
struct Result {
  std::string printed;
  std::vector<std::string> files;
  friend bool operator==(const Result&, const Result&) = default;
};

Result result_of(const Desk& desk, const std::vector<std::string>& words, const std::string& program) {
  std::vector<std::string> command{"run", "s.yaml", "--out", "out", "--journal", "day.tlj"};
  command.insert(command.end(), words.begin(), words.end());
  const Finished finished = desk.program(program, command);
  CHECK(finished.exit_code == 0);
  CHECK(finished.err == "Report: out/report.html\n");
  Result result{finished.out, {desk.read("day.tlj")}};
  for (const std::string& name : desk.names("out")) result.files.push_back(desk.read("out/" + name));
  std::filesystem::remove(desk.folder() / "day.tlj");
  std::filesystem::remove_all(desk.folder() / "out");
  return result;
}

TEST_CASE("run --world: on SimGrid's clock the same bytes, printed, in files and in the journal") {
  const Desk desk(small);
  const Result on_calendar = result_of(desk, {"--json"}, TWINLINE_BINARY);
  CHECK(on_calendar.files.size() == 5);
  CHECK((result_of(desk, {"--json", "--world", "calendar"}, TWINLINE_BINARY) == on_calendar));
  for (const char* workers : {"1", "2", "3"}) {
    CAPTURE(workers);
    CHECK((result_of(desk, {"--json", "--world", "simgrid", "--workers", workers}, TWINLINE_BINARY) == on_calendar));
  }
  // SimGrid in the program, and idle.
  CHECK((result_of(desk, {"--json"}, TWINLINE_SIMGRID_BINARY) == on_calendar));
}

TEST_CASE("run --world simgrid: shards, problems and interrupts are as ever") {
  const Desk desk(small);
  CHECK(desk.twinline({"run", "s.yaml", "--world", "simgrid", "--out-shard", "all.shard"}).exit_code == 0);
  CHECK(desk.twinline({"merge", "all.shard"}).out == desk.twinline({"run", "s.yaml"}).out);
  const Finished unknown = desk.twinline({"run", "t.yaml", "--world", "simgrid"});
  CHECK(unknown.exit_code == 2);
  CHECK(unknown.err == desk.twinline({"run", "t.yaml"}).err);
  const Finished unwritable = desk.twinline({"run", "s.yaml", "--world", "simgrid", "--journal", "nowhere/day.tlj"});
  CHECK(unwritable.exit_code == 1);
  CHECK(unwritable.err == desk.twinline({"run", "s.yaml", "--journal", "nowhere/day.tlj"}).err);
  using namespace std::chrono_literals;
  const Finished interrupted =
      desk.twinline_interrupted({"run", "s.yaml", "--world", "simgrid", "--replications", "400000"}, 700ms);
  CHECK(interrupted.exit_code == 130);
  CHECK(interrupted.out.empty());
  CHECK(interrupted.err.empty());
}

TEST_CASE("run --world simgrid: without twinline-simgrid beside it, twinline says what is missing") {
  const Desk desk(small);
  std::filesystem::copy_file(TWINLINE_BINARY, desk.folder() / "twinline");
  const std::string alone = desk.folder() / "twinline";
  CHECK(desk.program(alone, {"run", "s.yaml"}).exit_code == 0);
  const Finished finished = desk.program(alone, {"run", "s.yaml", "--world", "simgrid"});
  CHECK(finished.exit_code == 1);
  CHECK(finished.out.empty());
  CHECK(finished.err == "twinline: " + alone +
                            "-simgrid, which has SimGrid in it, cannot be started: No such file or "
                            "directory\n");
}

TEST_CASE("what the calls run on: the same bytes whoever computes them, in arms too, and a word where nobody can") {
  const Desk desk(small + R"(infrastructure:
  sites: {here: {}}
  hosts: {crm: {site: here, cores: 1}}
  services: {crm: {hosts: [crm]}}
  steps: {talk: {service: crm, work: {exponential: 10 s}}}
  outages: [{host: crm, after: {exponential: 2 h}, lasts: {exponential: 10 min}}]
)");
  const std::string alone = desk.twinline({"run", "s.yaml", "--json", "--workers", "1"}).out;
  CHECK_FALSE(alone.empty());
  CHECK(desk.twinline({"run", "s.yaml", "--json", "--workers", "3"}).out == alone);
  const std::vector<std::string> arms{
      "ab", "s.yaml", "--json", "--a", "infrastructure.hosts.crm.cores=1", "--b", "infrastructure.hosts.crm.cores=8"};
  const Finished compared = desk.twinline(arms);
  CHECK(compared.exit_code == 0);
  CHECK(compared.out == desk.twinline(arms).out);
  desk.write("alone.yaml", changed(desk.read("s.yaml"), small.substr(small.find("arms:")), ""));
  const std::vector<std::string> kept{"kpi-check", "alone.yaml", "--baseline", "kept", "--budget", "300"};
  std::vector<std::string> renewed = kept;
  renewed.emplace_back("--update");
  CHECK(desk.twinline(renewed).exit_code == 0);
  CHECK(desk.twinline(kept).exit_code == 0);
  CHECK(desk.twinline({"rank", "s.yaml", "--kpi", "asa", "--search", "infrastructure.hosts.crm.cores=1..4", "--points",
                       "2", "--first-stage", "2", "--fresh", "2"})
            .exit_code == 0);
  const Finished twice = desk.twinline({"run", "s.yaml", "--world", "simgrid"});
  CHECK(twice.exit_code == 2);
  CHECK(twice.err ==
        "--world simgrid is for scenarios without an infrastructure; SimGrid carries this one's as it is\n");
  const Finished elsewhere =
      desk.twinline({"rollout", "s.yaml", "--a", "routing=longest_idle_agent", "--b", "routing=random"});
  CHECK(elsewhere.exit_code != 0);
  CHECK_THAT(elsewhere.err, Catch::Contains("is simulated by run, ab, rank, headroom and kpi-check"));
}

TEST_CASE("what the calls ran on is in run and ab, by part and through the day, and survives shards") {
  const Desk desk(small + R"(infrastructure:
  sites: {here: {}}
  hosts: {crm: {site: here, cores: 1}}
  services: {crm: {hosts: [crm], detection: 1 min}}
  steps: {talk: {service: crm, work: {exponential: 10 s}, time_out: 30 s}}
  outages: [{host: crm, at: "01:00", lasts: 30 min}]
compare: {kpis: [crm.utilisation, calls_dropped], guardrails: {crm.response_time: 5 s}}
)");
  const Json run = json_of(desk, {"run", "s.yaml"});
  const auto value = [&](const std::string& kpi, const Json& by) {
    for (const Json& estimate : run["kpis"]) {
      if (estimate["name"] == kpi && estimate["by"] == by) return estimate["mean"].get<double>();
    }
    FAIL("no estimate of " << kpi << " by " << by);
    return 0.0;
  };
  CHECK(value("availability", {{"host", "crm"}}) == Approx(0.75));
  CHECK(value("availability", {{"service", "crm"}}) == Approx(0.75));
  CHECK(value("time_to_detect", Json::object()) == Approx(60));
  CHECK(value("time_to_recover", {{"service", "crm"}}) == Approx(30 * 60));
  CHECK(value("utilisation", {{"host", "crm"}}) > 0);
  CHECK(value("calls_dropped", {{"cause", "host"}}) == 0);
  const auto is_down = [](const Json& estimate) {
    return estimate["name"] == "availability" && estimate["by"].contains("host") &&
           estimate["by"].contains("interval") && estimate["mean"] == 0;
  };
  CHECK(std::count_if(run["kpis"].begin(), run["kpis"].end(), is_down) == 2);

  const Json compared = json_of(
      desk, {"ab", "s.yaml", "--a", "infrastructure.hosts.crm.cores=1", "--b", "infrastructure.hosts.crm.cores=8"});
  const Json& difference = compared["differences"][0];
  CHECK(difference["name"] == "utilisation");
  CHECK(difference["by"] == Json{{"host", "crm"}});
  CHECK(difference["mean"].get<double>() < 0);
  CHECK(difference["adjusted"]["family"] == "kpis");
  CHECK(compared["guardrails"][0]["by"] == Json{{"service", "crm"}});
  CHECK(desk.twinline({"run", "s.yaml", "--csv"}).out.find("availability,,,,,,,crm,") != std::string::npos);

  const std::string whole = desk.twinline({"run", "s.yaml", "--json"}).out;
  for (const std::string part : {"1", "2"}) {
    REQUIRE(desk.twinline({"run", "s.yaml", "--shard", part + "/2", "--out-shard", "part" + part}).exit_code == 0);
  }
  CHECK(desk.twinline({"merge", "part1", "part2", "--json"}).out == whole);
}

}  // namespace
}  // namespace twinline::cli_test
