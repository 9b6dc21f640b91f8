#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/desk.hpp"

namespace twinline::cli_test {
namespace {

TEST_CASE("another policy is asked at every occasion of a journal") {
  const Desk desk;
  REQUIRE(desk.twinline({"run", library("quickstart.yaml"), "--replications", "1", "--journal", "day.tlj"}).exit_code ==
          0);
  const auto asked = [&](const std::string& policy) {
    const Finished finished = desk.twinline({"replay", "day.tlj", "--policy", policy, "--json"});
    REQUIRE(finished.exit_code == 0);
    return nlohmann::json::parse(finished.out);
  };
  const auto same = asked("longest_idle_agent"), other = asked("skill_priority:overflow_after=45s");
  CHECK(same["occasions"] > 1000);
  CHECK(same["disagreements"] == 0);
  CHECK(other["occasions"] == same["occasions"]);
  CHECK(other["disagreements"] > 100);
  REQUIRE(other["first"].size() == 10);
  CHECK(other["first"][0]["journal"] != other["first"][0]["other"]);
}

TEST_CASE("a policy that cannot be asked is named") {
  const Desk desk(small);
  REQUIRE(desk.twinline({"run", "s.yaml", "--replications", "1", "--journal", "day.tlj"}).exit_code == 0);
  const auto refused = [&](const std::string& policy) {
    const Finished finished = desk.twinline({"replay", "day.tlj", "--policy", policy});
    CHECK(finished.exit_code == 2);
    return finished.err;
  };
  CHECK_THAT(refused("longest_idle"), Catch::Contains("there is no policy 'longest_idle'"));
  CHECK_THAT(refused("skill_priority:overflow=3s"), Catch::Contains("'overflow'"));
  CHECK_THAT(refused("skill_priority:overflow_after"), Catch::Contains("expected param=value"));
}

}  // namespace
}  // namespace twinline::cli_test
