// `twinline ab` against the contract: what arms may be, what is compared with what, and what a verdict says.
#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "tests/cli/json_answers.hpp"

namespace twinline::cli_test {
namespace {

Json ab_json(const Desk& desk, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "ab");
  return json_of(desk, std::move(arguments));
}

std::string hash_of(const Desk& desk, const std::vector<std::string>& arguments) {
  std::vector<std::string> command{"run", "--replications", "1"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return json_of(desk, command)["scenario"]["hash"];
}

TEST_CASE("ab --json: keys, in their order, and every difference once") {
  const Desk desk;
  const Json ab = ab_json(desk, {library("quickstart.yaml"), "--replications", "4"});
  CHECK(keys_of(ab) == std::vector<std::string>{"schema", "scenario", "seed", "replications", "arms", "guardrails",
                                                "differences", "method", "stopped", "assumed", "build"});
  CHECK(ab["schema"] == "twinline.ab/1");
  CHECK(ab["scenario"]["name"] == "quickstart");
  CHECK(ab["seed"] == 42);
  CHECK(ab["replications"] == 4);
  REQUIRE(ab["arms"].size() == 2);
  CHECK(ab["arms"][0] == Json::parse(R"({"name": "longest_idle", "overlays": {}})"));
  CHECK(ab["arms"][1] == Json::parse(R"({"name": "protect_seniors", "overlays":
      {"policies.routing": {"name": "skill_priority", "params": {"overflow_after": "45 s"}}}})"));
  REQUIRE(ab["guardrails"].size() == 1);
  CHECK(ab["guardrails"][0]["name"] == "service_level");
  CHECK(ab["guardrails"][0]["by"] == Json{{"queue", "loans"}});
  CHECK(ab["guardrails"][0]["limit"] == -0.02);
  const std::set<std::string> verdicts{"better", "worse", "higher", "lower", "no meaningful difference", "undecided"};
  std::set<std::pair<std::string, Json>> seen;
  for (const Json& difference : ab["differences"]) {
    CAPTURE(difference.dump());
    CHECK(keys_of(difference) == std::vector<std::string>{"a", "b", "name", "by", "mean", "low", "high", "n", "method",
                                                          "verdict", "sides", "p", "p_anytime", "adjusted",
                                                          "variance_ratio"});
    CHECK(difference["a"] == "longest_idle");
    CHECK(difference["b"] == "protect_seniors");
    CHECK(difference["method"] == "t");
    CHECK(verdicts.count(difference["verdict"]) == 1);
    CHECK(seen.emplace(difference["name"], difference["by"]).second);
    if (difference["low"].is_number()) CHECK(difference["low"] <= difference["mean"]);
    if (difference["high"].is_number()) CHECK(difference["mean"] <= difference["high"]);
  }
  for (const std::string& kpi : contract_kpis) CHECK(difference_in(ab, kpi)["n"] == 4);
}

TEST_CASE("ab: without --a and --b every arm is compared with the first") {
  const Desk desk(small);
  const Json ab = ab_json(desk, {"s.yaml"});
  CHECK(ab["arms"].size() == 3);
  std::set<std::pair<std::string, std::string>> pairs;
  for (const Json& difference : ab["differences"]) pairs.emplace(difference["a"], difference["b"]);
  CHECK(pairs == std::set<std::pair<std::string, std::string>>{{"as_is", "two_fewer"}, {"as_is", "by_idleness"}});

  desk.write(
      "one.yaml",
      changed(small,
              "  two_fewer: {groups.agents.scheduled: 2}\n  by_idleness: {policies.routing: longest_idle_agent}\n",
              ""));
  const Finished finished = desk.twinline({"ab", "one.yaml"});
  CHECK(finished.exit_code == 2);
  CHECK(finished.err == "one.yaml: a comparison needs two arms; the file has 1. Add arms: to it, or use --a and --b\n");
}

TEST_CASE("ab: a planted worse arm is worse, its reverse better, and nothing differs from itself") {
  const Desk desk(small + "compare: {least_effect: {service_level: 1 pp}}\n");
  const Json worse = ab_json(desk, {"s.yaml", "--a", "as_is", "--b", "two_fewer", "--replications", "20"});
  CHECK(difference_in(worse, "service_level")["verdict"] == "worse");
  CHECK(difference_in(worse, "asa")["verdict"] == "worse");
  CHECK(difference_in(worse, "occupancy")["verdict"] == "higher");
  CHECK(difference_in(worse, "attempts")["mean"] == 0);
  const Json better = ab_json(desk, {"s.yaml", "--a", "two_fewer", "--b", "as_is", "--replications", "20"});
  CHECK(difference_in(better, "service_level")["verdict"] == "better");
  CHECK(difference_in(better, "occupancy")["verdict"] == "lower");
  CHECK(difference_in(better, "service_level")["mean"].get<double>() ==
        -difference_in(worse, "service_level")["mean"].get<double>());

  const Json itself = ab_json(desk, {"s.yaml", "--a", "as_is", "--b", "as_is"});
  CHECK(itself["arms"][0]["name"] != itself["arms"][1]["name"]);
  for (const Json& difference : itself["differences"]) {
    CHECK((difference["verdict"] == "no meaningful difference" || difference["verdict"] == "undecided"));
    if (difference["mean"].is_number()) CHECK(difference["mean"] == 0);
  }
  CHECK(difference_in(itself, "service_level")["verdict"] == "no meaningful difference");
  // Its own callers for each arm: chance makes a difference, and so few replications cannot tell it from none.
  const Json apart = ab_json(desk, {"s.yaml", "--a", "as_is", "--b", "as_is", "--independent", "--replications", "3"});
  CHECK(difference_in(apart, "service_level")["mean"] != 0);
  CHECK(difference_in(apart, "service_level")["verdict"] == "undecided");
}

TEST_CASE("ab --independent: arms no longer share their callers") {
  const Desk desk(small);
  const Json paired = ab_json(desk, {"s.yaml", "--a", "as_is", "--b", "two_fewer"});
  const Json apart = ab_json(desk, {"s.yaml", "--a", "as_is", "--b", "two_fewer", "--independent"});
  CHECK(difference_in(paired, "offered")["mean"] == 0);
  CHECK(difference_in(apart, "offered")["mean"] != 0);
  CHECK(difference_in(apart, "offered")["low"] < difference_in(apart, "offered")["high"]);
}

TEST_CASE("ab: twice, and with one worker and two, the same bytes on paper and in files") {
  const Desk desk;
  const std::string scenario = library("quickstart.yaml");
  const std::vector<std::string> five{"ab", scenario, "--replications", "5"};
  CHECK(printed_alike(desk, five).find("protect_seniors") != std::string::npos);
  for (const char* form : {"--json", "--csv"}) {
    auto command = five;
    command.emplace_back(form);
    CHECK(printed_alike(desk, command).find("protect_seniors") != std::string::npos);
  }
  const Finished one =
      desk.twinline({"ab", scenario, "--replications", "5", "--workers", "1", "--json", "--out", "one"});
  const Finished two =
      desk.twinline({"ab", scenario, "--replications", "5", "--workers", "2", "--json", "--out", "two"});
  CHECK(one.err == "Report: one/report.html\n");
  CHECK(one.out == two.out);
  CHECK(desk.names("one") ==
        std::vector<std::string>{"differences.csv", "estimates.csv", "intervals.csv", "report.html", "result.json"});
  for (const std::string& name : desk.names("one")) CHECK(desk.read("one/" + name) == desk.read("two/" + name));
}

TEST_CASE("ab --until-decided: stops at the same replication, with the same bytes, for one worker and more") {
  const Desk desk(small + "compare: {kpis: [service_level, asa], least_effect: {service_level: 1 pp}}\n");
  const std::vector<std::string> command{"ab",        "s.yaml",          "--a",      "as_is", "--b",
                                         "two_fewer", "--until-decided", "--budget", "400",   "--json"};
  std::set<std::string> outputs;
  for (const char* workers : {"1", "2", "3"}) {
    auto with_workers = command;
    with_workers.insert(with_workers.end(), {"--workers", workers});
    const Finished finished = desk.twinline(with_workers);
    REQUIRE(finished.exit_code == 0);
    outputs.insert(finished.out);
  }
  REQUIRE(outputs.size() == 1);
  const Json ab = Json::parse(*outputs.begin());
  CHECK(ab["method"] == "t_mixture");
  CHECK(ab["stopped"]["reason"] == "decided");
  CHECK(ab["stopped"]["budget"] == 400);
  CHECK(ab["stopped"]["replications"] == ab["replications"]);
  CHECK(ab["replications"] >= 50);
  CHECK(ab["replications"] < 400);
  const Json service_level = difference_in(ab, "service_level");
  CHECK(service_level["n"] == ab["replications"]);
  CHECK(service_level["verdict"] == "worse");
  CHECK(service_level["p"].is_null());
  CHECK(service_level["p_anytime"] <= service_level["adjusted"]["p_holm"]);
  CHECK(service_level["adjusted"]["p_holm"] <= 0.05);
  CHECK(service_level["adjusted"]["size"] == 2);
  CHECK(service_level["adjusted"]["low"] <= service_level["low"]);
  CHECK(service_level["variance_ratio"] > 0);
  CHECK(difference_in(ab, "occupancy")["adjusted"].is_null());
}

TEST_CASE("ab --until-decided: its results are those of so many replications, neither more nor fewer") {
  const Desk desk(small + "compare: {kpis: [asa], stop: {budget: 200}}\n");
  const std::vector<std::string> arms{"s.yaml", "--a", "as_is", "--b", "two_fewer"};
  const Json stopped = ab_json(desk, arms);
  auto fixed_arms = arms;
  fixed_arms.insert(fixed_arms.end(),
                    {"--replications", std::to_string(stopped["replications"].get<int>()), "--method", "t_mixture"});
  const Json fixed = ab_json(desk, fixed_arms);
  CHECK(fixed["stopped"].is_null());
  CHECK(stopped["stopped"]["reason"] == "decided");
  REQUIRE(fixed["differences"].size() == stopped["differences"].size());
  for (std::size_t i = 0; i < fixed["differences"].size(); ++i) {
    for (const char* key : {"name", "by", "mean", "low", "high", "n", "method"})
      CHECK(fixed["differences"][i][key] == stopped["differences"][i][key]);
  }
}

TEST_CASE("ab --until-decided: says why it stopped, and what it assumes") {
  const Desk desk(small +
                  "compare: {kpis: [service_level], sides: {service_level: one}, stop: {budget: 90}}\n"
                  "provenance: {calls.question.patience: assumed}\n");
  const Finished finished = desk.twinline({"ab", "s.yaml", "--a", "as_is", "--b", "two_fewer"});
  CHECK(finished.exit_code == 0);
  CHECK(finished.err ==
        "Stopped after 50 of at most 90 replications: what is still open is unlikely to be decided within the "
        "budget.\n");
  for (const char* text : {"Stopped after 50 of at most 90", "confidence sequences", "about normal", "∞)",
                           "Assumed, not calibrated", "calls.question.patience", "Gain"}) {
    CAPTURE(text);
    CHECK(finished.out.find(text) != std::string::npos);
  }
}

TEST_CASE("ab --method: the bootstrap is labelled, and is the same twice") {
  const Desk desk(small + "compare: {kpis: [asa]}\n");
  const Json ab = ab_json(desk, {"s.yaml", "--a", "as_is", "--b", "two_fewer", "--method", "bootstrap"});
  CHECK(ab["method"] == "bootstrap");
  CHECK(difference_in(ab, "asa")["method"] == "bootstrap");
  CHECK(difference_in(ab, "asa")["p"].is_null());
  CHECK(difference_in(ab, "asa")["verdict"] == "worse");
  CHECK(difference_in(ab, "wait_p90")["method"] == "t");
  CHECK(ab == ab_json(desk, {"s.yaml", "--a", "as_is", "--b", "two_fewer", "--method", "bootstrap"}));
}

TEST_CASE("ab: wishes that do not fit each other are refused") {
  const Desk desk(small + "compare: {kpis: [asa]}\n");
  const auto refused = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {"ab", "s.yaml", "--a", "as_is", "--b", "two_fewer"});
    const Finished finished = desk.twinline(options);
    CHECK(finished.exit_code == 2);
    CHECK(finished.out.empty());
    return finished.err;
  };
  CHECK(refused({"--until-decided", "--method", "t"}) ==
        "--method 't': its intervals hold for a number of replications that was fixed beforehand; stopping at a "
        "decision needs t_mixture, or give --replications\n");
  CHECK(refused({"--until-decided", "--replications", "50"}).find("--replications") != std::string::npos);
  CHECK(refused({"--budget", "49"}).find("49") != std::string::npos);
  CHECK(refused({"--method", "z"}).find("z") != std::string::npos);
  desk.write("s.yaml", small);
  CHECK(refused({"--until-decided"}) ==
        "s.yaml: there is nothing to decide; name KPIs in compare.kpis, or give --replications\n");
  desk.write("s.yaml", small + "compare: {kpis: [asa, wait_p90]}\n");
  CHECK(refused({"--until-decided"}) ==
        "s.yaml: wait_p90 is a quantile, on which no experiment can be stopped; leave it out of compare.kpis, it is "
        "reported all the same\n");
}

TEST_CASE("ab: the verdict stands whole on the terminal's paper") {
  const Desk desk(small + "compare: {kpis: [service_level], least_effect: {service_level: 1 pp}}\n");
  const Finished finished = desk.twinline({"ab", "s.yaml", "--a", "as_is", "--b", "as_is"});
  CHECK(finished.out.find("no meaningful difference") != std::string::npos);
  CHECK(finished.out.find("…") == std::string::npos);
}

TEST_CASE("overlays: an arm from the command line is the scenario that somebody would have written") {
  const Desk desk(small);
  const std::string routing = "{name: skill_priority, params: {overflow_after: 30 s}}";
  const auto hash_with = [&](const std::string& from, const std::string& to) {
    desk.write("written.yaml", changed(small, from, to));
    return hash_of(desk, {"written.yaml"});
  };
  const auto hash_set = [&](const std::vector<std::string>& overlays) {
    std::vector<std::string> command{"s.yaml"};
    for (const std::string& overlay : overlays) command.insert(command.end(), {"--set", overlay});
    return hash_of(desk, command);
  };
  const std::string as_is = hash_of(desk, {"s.yaml"});
  CHECK(hash_set({"groups.agents.scheduled=5"}) == hash_with("scheduled: 4", "scheduled: 5"));
  // Another policy has parameters of its own; the same policy keeps those that are not named.
  CHECK(hash_set({"routing=random"}) == hash_with(routing, "random"));
  CHECK(hash_set({"policies.routing=random"}) == hash_with(routing, "random"));
  CHECK(hash_set({"policies.routing.name=random"}) == hash_with(routing, "random"));
  CHECK(hash_set({"policies={routing: {name: random}}"}) == hash_with(routing, "random"));
  CHECK(hash_set({"routing=random", "routing=skill_priority"}) == hash_with(routing, "skill_priority"));
  CHECK(hash_set({"routing=skill_priority"}) == as_is);
  const std::string two =
      hash_with(routing, "{name: skill_priority, params: {overflow_after: 5 s, credit_per_level: 2 s}}");
  CHECK(hash_set({"routing=skill_priority:overflow_after=5 s,credit_per_level=2 s"}) == two);
  CHECK(hash_set({"routing=skill_priority:overflow_after=\"5 s\",credit_per_level='2 s'"}) == two);
  CHECK(hash_set({"routing=skill_priority:credit_per_level=2 s", "policies.routing.params.overflow_after=5 s"}) == two);
  // Maps are merged, single values and lists replaced; where the kind changes, nothing of the old one stays.
  CHECK(hash_set({"calls.question={patience: {exponential: 2 min}}"}) ==
        hash_with("exponential: 5 min", "exponential: 2 min"));
  CHECK(hash_set({"calls.question.patience={uniform: {low: 1 s, high: 9 s}}"}) ==
        hash_with("{exponential: 5 min}", "{uniform: {low: 1 s, high: 9 s}}"));
  CHECK(hash_set({"groups.agents.skills=[banking, loans]"}) == hash_with("[banking]", "[banking, loans]"));
  CHECK(hash_set({"groups.agents.scheduled={\"00:00\": 2, \"01:00\": 3}"}) ==
        hash_with("scheduled: 4", "scheduled: {\"00:00\": 2, \"01:00\": 3}"));
  CHECK(hash_set({"staffing=fixed", "ivr=straight"}) == as_is);
  CHECK(hash_set({"name=\"a, b = c\""}) == as_is);
  CHECK(hash_of(desk, {"s.yaml", "--arm", "two_fewer"}) == hash_with("scheduled: 4", "scheduled: 2"));
  CHECK(hash_of(desk, {"s.yaml", "--arm", "two_fewer", "--set", "routing=random"}) ==
        hash_set({"groups.agents.scheduled=2", "routing=random"}));
}

TEST_CASE("overlays: arms of the file and overlays, repeated, in one comparison") {
  const Desk desk(small);
  const Json ab = ab_json(desk, {"s.yaml", "--a", "two_fewer", "--b", "two_fewer", "--b",
                                 "routing=skill_priority:overflow_after=0 s", "--b", "calls.question.needs=[banking]"});
  CHECK(ab["arms"][0] == Json::parse(R"({"name": "two_fewer", "overlays": {"groups.agents.scheduled": 2}})"));
  CHECK(ab["arms"][1]["name"] == "two_fewer and 2 more");
  CHECK(ab["arms"][1]["overlays"] == Json::parse(R"({"calls.question.needs": ["banking"], "groups.agents.scheduled": 2,
      "policies.routing": {"name": "skill_priority", "params": {"overflow_after": "0 s"}}})"));
}

TEST_CASE("overlays: what is wrong with one is told with the option it came from") {
  const Desk desk(small);
  const auto told = [&](const std::string& b) {
    const Finished finished = desk.twinline({"ab", "s.yaml", "--a", "as_is", "--b", b, "--out", "out"});
    CHECK(finished.exit_code == 2);
    CHECK(finished.out.empty());
    CHECK(desk.names() == std::vector<std::string>{"s.yaml"});
    return finished.err;
  };
  CHECK(told("nobody") ==
        "--b 'nobody': the scenario has no arm of this name; it has as_is, two_fewer, by_idleness, and PATH=VALUE "
        "makes another\n");
  CHECK(told("routing=") ==
        "--b 'routing=': expected an arm of the scenario, routing=NAME[:param=value,…], or PATH=VALUE\n");
  CHECK(told("=4") == "--b '=4': expected an arm of the scenario, routing=NAME[:param=value,…], or PATH=VALUE\n");
  CHECK(told("routing=skill_priority:overflow_after") ==
        "--b 'routing=skill_priority:overflow_after': 'overflow_after' is no parameter; expected param=value\n");
  CHECK(told("routing=skill_prioriti") ==
        "--b: policies.routing:1:8: unknown policy 'skill_prioriti'; did you mean 'skill_priority'?\n");
  CHECK(told("routing=skill_priority:overflow_after=\"1, 5 s\"") ==
        "--b: policies.routing:1:49: overflow_after is '1, 5 s'; expected a duration such as '30 s' or '5 min'\n");
  CHECK(told("routing=split:incumbent=random,candidate=\"skill_prioriti:overflow_after=1 s\"") ==
        "--b: policies.routing:1:54: candidate is 'skill_prioriti:overflow_after=1 s': unknown policy "
        "'skill_prioriti'; did you mean 'skill_priority'?\n");
  CHECK(told("routing=random@1#5ca1ab1e") ==
        "--b 'routing=random@1#5ca1ab1e': a scenario does not say which build of a policy it means; leave out "
        "'#5ca1ab1e'\n");
  CHECK(
      told("groups.agent.scheduled=3") ==
      "--b: groups.agent.scheduled: path 'groups.agent.scheduled' leads nowhere at 'agent'; did you mean 'agents'?\n");
  CHECK(told("groups.agents.scheduled=lots") ==
        "--b: groups.agents.scheduled:1:1: scheduled is 'lots'; expected a whole number\n");
  CHECK(told("groups.agents.scheduled=[1") ==
        "--b: groups.agents.scheduled:1:1: this is not YAML: end of sequence flow not found\n");

  const Finished both = desk.twinline({"ab", "s.yaml", "--a", "ivr=straigt", "--b", "staffing=fix"});
  CHECK(both.exit_code == 2);
  CHECK(both.err ==
        "--a: policies.ivr:1:8: unknown policy 'straigt'; did you mean 'straight'?\n"
        "--b: policies.staffing:1:8: unknown policy 'fix'; did you mean 'fixed'?\n");
}

}  // namespace
}  // namespace twinline::cli_test
