#include "tests/cli/json_answers.hpp"

namespace twinline::cli_test {
namespace {

/// Two hours of the small centre with a journal of them.
struct JournalledDesk : Desk {
  JournalledDesk() : Desk(small) {
    REQUIRE(twinline({"run", "s.yaml", "--replications", "1", "--journal", "day.tlj"}).exit_code == 0);
  }
};

TEST_CASE("explain: a call of a simulated journal, by number, key and slot alike") {
  const JournalledDesk desk;
  const Json story = json_of(desk, {"explain", "day.tlj", "17"});
  CHECK(keys_of(story) ==
        std::vector<std::string>{"schema", "call", "arrived_at_seconds", "time_zone", "ended", "life", "decisions"});
  CHECK(story["schema"] == "twinline.explain/1");
  CHECK(story["call"]["number"] == 17);
  CHECK(story["life"].front()["event"] == "arrived");
  CHECK(story["life"].back()["event"] == "ended");
  REQUIRE_FALSE(story["decisions"].empty());
  CHECK(story["decisions"][0]["policy"]["name"] == "skill_priority");
  CHECK(json_of(desk, {"explain", "day.tlj", story["call"]["key"].get<std::string>()}) == story);
  CHECK(json_of(desk, {"explain", "day.tlj", story["call"]["id"].get<std::string>()}) == story);

  const Json asked = json_of(desk, {"explain", "day.tlj", "17", "--policy", "longest_idle_agent"});
  CHECK(asked["counterfactual"]["policy"] == "longest_idle_agent");
  CHECK(asked["decisions"].size() == story["decisions"].size());
  CHECK(asked["decisions"][0]["counterfactual"].contains("differs"));
  CHECK(asked["life"] == story["life"]);
}

TEST_CASE("explain: prints the story in plain words, coloured on a terminal unless NO_COLOR is set") {
  const JournalledDesk desk;
  const Finished printed = desk.twinline({"explain", "day.tlj", "17"});
  CHECK(printed.exit_code == 0);
  CHECK(printed.err.empty());
  CHECK_THAT(printed.out, Catch::StartsWith("Call ") && Catch::Contains("number 17 of the journal") &&
                              Catch::Contains("\nLife\n") && Catch::Contains("waits in queue main") &&
                              Catch::Contains("Policy in force: skill_priority, version 1") &&
                              !Catch::Contains("\x1b["));
  CHECK_THAT(desk.twinline_on_terminal({"explain", "day.tlj", "17"}, false).out, Catch::Contains("\x1b["));
  CHECK_THAT(desk.twinline_on_terminal({"explain", "day.tlj", "17"}, true).out, !Catch::Contains("\x1b["));
}

TEST_CASE("explain: tells what is wrong with the call, the journal or the policy, with exit code 2") {
  const JournalledDesk desk;
  const auto told = [&](std::vector<std::string> command) {
    command.insert(command.begin(), "explain");
    const Finished finished = desk.twinline(command);
    CHECK(finished.exit_code == 2);
    CHECK(finished.out.empty());
    return finished.err;
  };
  CHECK_THAT(told({"day.tlj", "99999"}), Catch::StartsWith("day.tlj: there is no call '99999'; the journal has ") &&
                                             Catch::Contains(", the nearest is number "));
  CHECK_THAT(told({"day.tlj", "ann"}), Catch::Contains("'ann' names no call"));
  CHECK_THAT(told({"s.yaml", "1"}), Catch::StartsWith("s.yaml: "));
  CHECK_THAT(told({"day.tlj", "1", "--policy", "longest_idle"}), Catch::Contains("there is no policy 'longest_idle'"));
  CHECK(told({"day.tlj"}).starts_with("call is required"));
}

TEST_CASE("explain: a torn journal is read to its last whole frame, with a warning") {
  const JournalledDesk desk;
  const std::string whole = desk.read("day.tlj");
  desk.write("torn.tlj", whole.substr(0, whole.size() - 5));
  const Finished told = desk.twinline({"explain", "torn.tlj", "17"});
  CHECK(told.exit_code == 0);
  CHECK_THAT(told.err, Catch::StartsWith("warning: torn.tlj: ") && Catch::Contains("are no whole frame"));
  CHECK(told.out == desk.twinline({"explain", "day.tlj", "17"}).out);
}

}  // namespace
}  // namespace twinline::cli_test
