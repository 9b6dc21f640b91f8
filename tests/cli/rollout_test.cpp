// `twinline rollout` against the contract: what may be rolled out, what is asked of it, and that a forecast is the same
// bytes for any number of workers.
#include <catch2/catch.hpp>

#include "tests/cli/json_answers.hpp"

namespace twinline::cli_test {
namespace {

std::vector<std::string> rollout(std::vector<std::string> more) {
  std::vector<std::string> words{"rollout", "s.yaml", "--a", "routing=longest_idle_agent", "--replications", "3"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

const std::vector<std::string> random_by_block{"--b",     "routing=random", "--by",       "block",
                                               "--block", "10 min",         "--wash-out", "2 min"};

TEST_CASE("rollout --json: keys, in their order; every design is there, and bands by interval") {
  const Desk desk(small);
  const Json forecast = json_of(desk, rollout({"--b", "routing=random", "--guardrail", "mean_wait:2 s"}));
  CHECK(keys_of(forecast) == std::vector<std::string>{"schema", "scenario", "seed", "replications", "build",
                                                      "incumbent", "candidate", "split", "truth", "designs",
                                                      "false_rollbacks", "exposure", "disagreement", "bands", "advice",
                                                      "assumed"});
  CHECK(forecast["schema"] == "twinline.rollout/1");
  CHECK(forecast["candidate"]["overlays"]["policies.routing"]["name"] == "random");
  CHECK(forecast["split"]["by"] == "call");
  CHECK(forecast["split"]["ramp"][0]["share"] == 0.1);
  REQUIRE(forecast["designs"].size() == 3);
  CHECK(forecast["designs"][1]["freed_agent"] == "drawn");
  CHECK(forecast["designs"][2]["by"] == "block");
  for (const Json& truth : forecast["truth"]) CHECK(truth["limit"].is_null() == (truth["kpi"] != "mean_wait"));
  CHECK_FALSE(forecast["bands"]["incumbent"].empty());
  CHECK(forecast["exposure"]["share_exposed"]["p90"] <= 1);
  CHECK_FALSE(forecast["advice"].get<std::string>().empty());
}

TEST_CASE("rollout: the same bytes for any number of workers, on the terminal and in the file") {
  const Desk desk(small);
  auto one = random_by_block, three = random_by_block;
  one.insert(one.end(), {"--workers", "1", "--out", "one"});
  three.insert(three.end(), {"--workers", "3", "--out", "three"});
  const Finished of_one = desk.twinline(rollout(one));
  CHECK(of_one.exit_code == 0);
  CHECK(of_one.out == desk.twinline(rollout(three)).out);
  CHECK(of_one.out.find("by block of time, 10 min each") != std::string::npos);
  CHECK(desk.read("one/result.json") == desk.read("three/result.json"));
}

TEST_CASE("rollout: a policy rolled out against itself differs in nothing") {
  const Desk desk(small);
  const Json forecast = json_of(desk, rollout({"--b", "routing=longest_idle_agent"}));
  CHECK(forecast["truth"][0]["difference"]["mean"] == 0);
  CHECK(forecast["disagreement"]["mean"] == 0);
  CHECK(forecast["bands"]["incumbent"] == forecast["bands"]["candidate"]);
}

TEST_CASE("rollout: what makes no sense is told, all of it at once") {
  const Desk desk(small);
  const auto told = [&](const std::vector<std::string>& more) {
    const Finished finished = desk.twinline(rollout(more));
    CHECK(finished.exit_code == 2);
    CHECK(finished.out.empty());
    return finished.err;
  };
  CHECK(told({}).starts_with("--b is required"));
  CHECK(told({"--b", "routing=random", "--by", "queue"}).starts_with("--by: "));
  CHECK(told({"--b", "groups.agents.scheduled=3"}) ==
        "--a and --b differ in groups.agents.scheduled; a rollout changes policies.routing only\n");
  CHECK(told({"--b", "routing=random", "--share", "150 %", "--wash-out", "1 h", "--guardrail", "servic_level",
              "--guardrail", "mean_wait:soon"}) ==
        "--share is 150 %; it must be at most 1\n"
        "--wash-out is 1 h; it must be below the block's 30 min\n"
        "--guardrail 'servic_level': there is no such KPI; did you mean 'service_level'?\n"
        "--guardrail 'mean_wait:soon': expected the harm that is tolerated after the colon, such as 1 pp or 2 s\n");
  CHECK(told({"--b", "routing=random", "--ramp", "9 %, 5 %"}).starts_with("--ramp is '9 %, 5 %'; expected shares"));
}

}  // namespace
}  // namespace twinline::cli_test
