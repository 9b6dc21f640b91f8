// What standby is worth: A/B tests of the drills in the library, and the journal of a day on a grid.
#include <catch2/catch.hpp>

#include "tests/cli/json_answers.hpp"

namespace twinline::cli_test {
namespace {

Json compared(const Desk& desk, const std::string& scenario, std::vector<std::string> options) {
  options.insert(options.begin(), {"ab", library("infrastructure/" + scenario)});
  return json_of(desk, std::move(options));
}

TEST_CASE("ab: the failover drill says what standby is worth, with intervals") {
  const Desk desk;
  // The hours about the drill.
  const Json ab =
      compared(desk, "site_failover.yaml", {"--replications", "3", "--set", "site.opens={mon-fri: \"12:30-14:30\"}"});
  const Json answered = difference_in(ab, "answered");
  CHECK(answered["b"] == "standby");
  CHECK(answered["verdict"] == "better");
  CHECK(answered["low"] > 300);
  CHECK(answered["high"] < 4000);
}

TEST_CASE("ab: a standby trunk is worth the calls of the half hour that the primary is cut") {
  const Desk desk;
  const Json ab = compared(desk, "trunk_cut.yaml", {"--replications", "4"});
  const Json blocked = difference_in(ab, "blocked");
  CHECK(blocked["verdict"] == "better");
  CHECK(blocked["high"] < -50);
  CHECK(difference_in(ab, "answered")["verdict"] == "better");
}

TEST_CASE("run --journal: a day on a grid replays, and a call of it is explained, with the policy that saw the sites") {
  const Desk desk;
  const std::string day = library("infrastructure/remote_agents.yaml");
  const Finished run =
      desk.twinline({"run", day, "--replications", "1", "--journal", "day.tlj", "--set", "policies.routing=home_site"});
  CHECK(run.err == "");
  REQUIRE(run.exit_code == 0);
  const Finished replayed = desk.twinline({"replay", "day.tlj"});
  CHECK(replayed.exit_code == 0);
  CHECK_THAT(replayed.out, Catch::Contains("equal"));
  const Finished explained = desk.twinline({"explain", "day.tlj", "100"});
  CHECK(explained.exit_code == 0);
  CHECK_THAT(explained.out, Catch::Contains("home_site"));
}

}  // namespace
}  // namespace twinline::cli_test
