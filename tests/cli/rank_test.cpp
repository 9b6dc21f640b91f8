// `twinline rank` against the contract: what systems may be, what is found, what is promised, and that it is the same
// bytes for any number of workers.
#include <set>

#include <catch2/catch.hpp>

#include "tests/cli/json_answers.hpp"

namespace twinline::cli_test {
namespace {

const std::vector<std::string> by_agents{
    "s.yaml",         "--kpi", "service_level", "--grid", "groups.agents.scheduled=2,3,4",
    "--indifference", "2 pp",  "--first-stage", "5"};

std::vector<std::string> with(std::vector<std::string> words, const std::vector<std::string>& more) {
  words.insert(words.begin(), "rank");
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Json system_called(const Json& ranking, const std::string& name) {
  for (const Json& system : ranking["systems"]) {
    if (system["name"] == name) return system;
  }
  FAIL("no system " << name);
  return {};
}

TEST_CASE("rank --json: keys, in their order; more agents are best, and the winner is looked at again") {
  const Desk desk(small);
  const Json ranking = json_of(desk, with(by_agents, {"--fresh", "12"}));
  CHECK(keys_of(ranking) == std::vector<std::string>{"schema", "scenario", "seed", "replications", "kpi", "procedure",
                                                     "confidence", "indifference", "first_stage", "budget", "standard",
                                                     "probability_of_best", "finding", "guarantee", "systems", "fresh",
                                                     "assumptions"});
  CHECK(ranking["schema"] == "twinline.rank/1");
  CHECK(ranking["procedure"] == "kn");
  CHECK(ranking["indifference"] == 0.02);
  REQUIRE(ranking["systems"].size() == 3);
  const Json best = ranking["systems"][0];
  CHECK(best["name"] == "scheduled=4");
  CHECK(best["overlays"] == Json{{"groups.agents.scheduled", 4}});
  CHECK(best["standing"] == "selected");
  std::uint64_t used = 0;
  for (const Json& system : ranking["systems"]) {
    used += system["n"].get<std::uint64_t>();
    if (system != best) CHECK(system["standing"] == "eliminated");
    if (system != best) CHECK(system["to_selected"]["mean"] < 0);
  }
  CHECK(ranking["replications"] == used);
  const Json fresh = ranking["fresh"];
  CHECK(fresh["seed"] != ranking["seed"]);
  CHECK(fresh["selected"]["n"] == 12);
  CHECK(fresh["difference"]["b"] == "scheduled=4");
  CHECK(fresh["difference"]["a"] == "scheduled=2");
  CHECK(fresh["difference"]["verdict"] == "better");
}

TEST_CASE("rank: the figures on fresh replications are those that a run with their seed gives") {
  const Desk desk(small);
  const Json ranking = json_of(desk, with(by_agents, {"--fresh", "12"}));
  const Json run =
      json_of(desk, {"run", "s.yaml", "--set", "groups.agents.scheduled=4", "--seed",
                     std::to_string(ranking["fresh"]["seed"].get<std::uint64_t>()), "--replications", "12"});
  for (const Json& kpi : run["kpis"]) {
    if (kpi["name"] != "service_level" || !kpi["by"].empty()) continue;
    CHECK(kpi["mean"] == ranking["fresh"]["selected"]["mean"]);
    CHECK(kpi["half_width"] == ranking["fresh"]["selected"]["half_width"]);
  }
}

TEST_CASE("rank: where lower is better the lowest is best") {
  const Desk desk(small);
  const Json ranking = json_of(desk, {"rank", "s.yaml", "--kpi", "mean_wait", "--arm", "two_fewer", "--arm", "as_is",
                                      "--indifference", "5 s", "--first-stage", "5"});
  CHECK(ranking["systems"][0]["name"] == "as_is");
  CHECK(system_called(ranking, "two_fewer")["to_selected"]["mean"] > 0);
  CHECK(system_called(ranking, "two_fewer")["eliminated_by"] == "as_is");
}

TEST_CASE("rank: without --arm and --grid all arms of the file; the least effect is the scenario's") {
  const Desk desk(small + "compare: {least_effect: {service_level: 5 pp}}\n");
  const Json ranking = json_of(desk, {"rank", "s.yaml", "--kpi", "service_level", "--first-stage", "5"});
  std::set<std::string> names;
  for (const Json& system : ranking["systems"]) names.insert(system["name"].get<std::string>());
  CHECK(names == std::set<std::string>{"as_is", "two_fewer", "by_idleness"});
  CHECK(ranking["indifference"] == 0.05);
}

TEST_CASE("rank: grids are crossed, with arms too, and name their systems") {
  const Desk desk(small);
  const Json ranking =
      json_of(desk, {"rank", "s.yaml", "--kpi", "service_level", "--arm", "as_is", "--arm", "by_idleness", "--grid",
                     "groups.agents.scheduled=3,4", "--grid", "calls.question.arrivals.rate=50 per hour,60 per hour",
                     "--indifference", "5 pp", "--first-stage", "3", "--budget", "30"});
  CHECK(ranking["systems"].size() == 8);
  CHECK(system_called(ranking, "by_idleness, scheduled=3, rate=60 per hour")["overlays"] ==
        Json::parse(R"({"calls.question.arrivals.rate": "60 per hour", "groups.agents.scheduled": 3,
                        "policies.routing": "longest_idle_agent"})"));
}

TEST_CASE("rank: a standard is kept when nothing is better by enough") {
  const Desk desk(small);
  const std::vector<std::string> same{"s.yaml",     "--kpi", "service_level",  "--arm", "by_idleness",
                                      "--standard", "as_is", "--indifference", "10 pp", "--first-stage",
                                      "5"};
  const Json kept = json_of(desk, with(same, {}));
  CHECK(kept["standard"] == "as_is");
  CHECK(kept["systems"][0]["name"] == "as_is");
  const Json lost = json_of(desk, {"rank", "s.yaml", "--kpi", "service_level", "--arm", "as_is", "--standard",
                                   "two_fewer", "--indifference", "10 pp", "--first-stage", "5"});
  CHECK(lost["systems"][0]["name"] == "as_is");
  CHECK(system_called(lost, "two_fewer")["standing"] == "eliminated");
}

TEST_CASE("rank: a budget that ends too early leaves several, and says so") {
  const Desk desk(small);
  auto words = with(by_agents, {"--budget", "16"});
  words[5] = "groups.agents.scheduled=4,5";
  words[7] = "0.001 pp";
  const Json ranking = json_of(desk, words);
  CHECK(ranking["systems"][1]["standing"] == "remaining");
  CHECK(ranking["replications"] <= 16);
  CHECK_THAT(ranking["finding"].get<std::string>(), Catch::Contains("Undecided"));
}

TEST_CASE("rank --procedure ocba: spends its budget whole, most of it where it is close") {
  const Desk desk(small);
  auto words = with(by_agents, {"--procedure", "ocba", "--budget", "60"});
  words[5] = "groups.agents.scheduled=1,4,5";
  const Json ranking = json_of(desk, words);
  CHECK(ranking["replications"] == 60);
  CHECK(ranking["confidence"] == nullptr);
  CHECK(ranking["probability_of_best"].get<double>() > 0);
  CHECK(system_called(ranking, "scheduled=1")["n"] < system_called(ranking, "scheduled=4")["n"]);
  CHECK(system_called(ranking, "scheduled=1")["standing"] == "behind");
}

TEST_CASE("rank: twice, and with one worker and two, the same bytes; files too") {
  const Desk desk(small);
  printed_alike(desk, with(by_agents, {}));
  auto ocba = with(by_agents, {"--procedure", "ocba", "--budget", "40", "--json"});
  printed_alike(desk, ocba);
  const Finished finished = desk.twinline(with(by_agents, {"--out", "report"}));
  CHECK(finished.exit_code == 0);
  CHECK(finished.err == "Report: report/report.html\n");
  CHECK(desk.names("report") == std::vector<std::string>{"report.html", "result.json"});
  CHECK(desk.read("report/result.json") == desk.twinline(with(by_agents, {"--json"})).out);
  CHECK_THAT(desk.read("report/report.html"), Catch::Contains("is selected as the best of 3 systems"));
}

TEST_CASE("rank --search: climbs to the most agents, beside the scenario as it stands, the same for any workers") {
  const Desk desk(small);
  const std::vector<std::string> search{
      "rank", "s.yaml",        "--kpi", "service_level", "--search", "groups.agents.scheduled=1..9", "--points",
      "9",    "--first-stage", "4",     "--fresh",       "8"};
  auto words = search;
  words.emplace_back("--json");
  const Json found = Json::parse(printed_alike(desk, words));
  CHECK(found["procedure"] == "search");
  CHECK(found["confidence"] == nullptr);
  CHECK(found["systems"].size() > 3);
  CHECK(found["systems"].size() <= 10);
  const double best = found["systems"][0]["mean"];
  CHECK(best >= system_called(found, "as it stands")["mean"].get<double>());
  CHECK(found["fresh"]["difference"]["a"] == "as it stands");
  CHECK(found["fresh"]["difference"]["mean"] > 0);
  CHECK_THAT(found["guarantee"].get<std::string>(), Catch::Contains("promises nothing"));
}

TEST_CASE("rank --search: two ranges with units, in steps as fine as they are written") {
  const Desk desk(small);
  const Json found = json_of(
      desk, {"rank", "s.yaml", "--kpi", "mean_wait", "--search", "policies.routing.params.overflow_after=0 s..60 s",
             "--search", "groups.agents.scheduled=3..5", "--points", "6", "--first-stage", "2"});
  for (const Json& system : found["systems"]) {
    if (system["overlays"].empty()) continue;
    const std::string delay = system["overlays"]["policies.routing.params.overflow_after"];
    CHECK(delay.find('.') == std::string::npos);
    CHECK(delay.substr(delay.size() - 2) == " s");
    CHECK(system["overlays"]["groups.agents.scheduled"].is_number_integer());
  }
}

TEST_CASE("rank: what cannot be ranked is refused with its remedy") {
  const Desk desk(small);
  const auto refused = [&](const std::vector<std::string>& words) {
    const Finished finished = desk.twinline(words);
    CHECK(finished.exit_code == 2);
    CHECK(finished.out.empty());
    return finished.err;
  };
  CHECK_THAT(refused({"rank", "s.yaml", "--kpi", "servcie_level"}), Catch::Contains("did you mean 'service_level'?"));
  CHECK_THAT(refused({"rank", "s.yaml", "--kpi", "occupancy"}), Catch::Contains("it has no good direction"));
  CHECK(refused({"rank", "s.yaml", "--kpi", "asa"}) ==
        "s.yaml: compare.least_effect says nothing of asa; which difference matters? Use --indifference\n");
  CHECK_THAT(refused({"rank", "s.yaml", "--kpi", "asa", "--indifference", "0 s"}), Catch::Contains("above 0"));
  CHECK_THAT(refused({"rank", "s.yaml", "--kpi", "asa", "--indifference", "1 s", "--arm", "as_is"}),
             Catch::Contains("needs two systems or more; there is one"));
  CHECK(refused({"rank", "s.yaml", "--kpi", "asa", "--indifference", "1 s", "--arm", "as_is", "--arm", "as_is"}) ==
        "twinline rank: the system 'as_is' is there twice\n");
  CHECK(refused({"rank", "s.yaml", "--kpi", "asa", "--indifference", "1 s", "--budget", "59"}) ==
        "twinline rank: a budget of 59 is too small: 3 systems with 20 first replications each need 60\n");
  CHECK_THAT(refused({"rank", "s.yaml", "--kpi", "asa", "--indifference", "1 s", "--grid", "groups.agents.scheduled"}),
             Catch::Contains("expected PATH=VALUE,VALUE,…"));
  CHECK_THAT(refused({"rank", "s.yaml", "--kpi", "asa", "--procedure", "ocba"}), Catch::Contains("needs one"));
  for (const char* range : {"groups.agents.scheduled=3", "groups.agents.scheduled=5..3", "=1..2", "a.b=1 s..2 min"}) {
    CHECK_THAT(refused({"rank", "s.yaml", "--kpi", "asa", "--search", range}),
               Catch::Contains("expected PATH=LOW..HIGH"));
  }
  CHECK_THAT(refused({"rank", "s.yaml", "--kpi", "asa", "--search", "groups.agents.scheduled=-3..3"}),
             Catch::Contains("--search"));
  CHECK_THAT(
      refused({"rank", "s.yaml", "--kpi", "asa", "--indifference", "1 s", "--grid", "groups.agent.scheduled=1,2"}),
      Catch::Contains("did you mean 'agents'?"));
}

}  // namespace
}  // namespace twinline::cli_test
