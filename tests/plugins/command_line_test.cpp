// twinline with plug-ins: the example project built against an install, compared, journalled and replayed.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <variant>

#include <catch2/catch.hpp>

#include "reports/journal/reader.hpp"
#include "scenarios/plugins/plugin.hpp"
#include "tests/cli/json_answers.hpp"
#include "tests/plugins/plugins.hpp"

namespace twinline::plugin_test {
namespace {

using namespace cli_test;
using Catch::Contains;

void shell(const Desk& desk, const std::string& command) {
  INFO(command);
  const std::string whole = "cd '" + desk.folder().string() + "' && " + command + " > shell.log 2>&1";
  const int status = std::system(whole.c_str());
  INFO(desk.read("shell.log"));
  REQUIRE(status == 0);
}

}  // namespace

TEST_CASE("the example project builds against an install alone, and twinline compares its policy", "[example]") {
  const Desk desk(small);
  shell(desk, TWINLINE_CMAKE " --install " TWINLINE_BUILD_DIR " --component sdk --prefix installed");
  CHECK(std::filesystem::exists(desk.folder() / "installed/include/twinline/policies/contract/plugin.hpp"));
  CHECK_FALSE(std::filesystem::exists(desk.folder() / "installed/include/twinline/policies/routing"));
  std::filesystem::copy(TWINLINE_SOURCE_DIR "/docs/examples/quick_hands", desk.folder() / "quick_hands");
  shell(
      desk, TWINLINE_CMAKE
      " -G Ninja -S quick_hands -B built -DCMAKE_PREFIX_PATH=\"$PWD/installed\" -DCMAKE_CXX_COMPILER=" TWINLINE_COMPILER
      " -DCMAKE_CXX_COMPILER_LAUNCHER='" TWINLINE_COMPILER_LAUNCHER "' -DCMAKE_CXX_FLAGS='" TWINLINE_COMPILER_FLAGS
      "'");
  shell(desk, TWINLINE_CMAKE " --build built");

  const Json compared = json_of(desk, {"ab", "s.yaml", "--plugin", "built/quick_hands.so", "--a",
                                       "routing=longest_idle_agent", "--b", "routing=quick_hands:prior=3 min"});
  CHECK(compared["schema"] == "twinline.ab/1");
  const Json listed = json_of(desk, {"policies", "--plugin", "built/quick_hands.so"});
  const auto plugin = std::find_if(listed["routing"].begin(), listed["routing"].end(),
                                   [](const Json& policy) { return policy["name"] == "quick_hands"; });
  REQUIRE(plugin != listed["routing"].end());
  CHECK((*plugin)["sha256"].get<std::string>().size() == 64);
  CHECK_THAT(desk.twinline({"policies", "--plugin", "built/quick_hands.so"}).out,
             Contains("quick_hands (version 1)") && Contains("from a plug-in, SHA-256 "));
}

TEST_CASE("a journal names the plug-in's build, and only that build replays it") {
  const Desk desk(small);
  std::filesystem::copy_file(quick_hands, desk.folder() / "other.so");
  std::ofstream(desk.folder() / "other.so", std::ios::app) << "another build";
  const Finished run = desk.twinline({"run", "s.yaml", "--plugin", quick_hands, "--set", "routing=quick_hands",
                                      "--replications", "1", "--journal", "run.tlj"});
  INFO(run.err);
  REQUIRE(run.exit_code == 0);

  const Finished replayed = desk.twinline({"replay", "run.tlj", "--plugin", quick_hands});
  CHECK(replayed.exit_code == 0);
  CHECK_THAT(replayed.out, Contains("all equal"));
  const Finished without = desk.twinline({"replay", "run.tlj"});
  CHECK(without.exit_code == 2);
  CHECK_THAT(without.err, Contains("run.tlj: there is no policy 'quick_hands'; wanted is the plug-in of SHA-256 "));
  const Finished with_other = desk.twinline({"replay", "run.tlj", "--plugin", "other.so"});
  CHECK(with_other.exit_code == 2);
  CHECK_THAT(with_other.err, Contains("policy 'quick_hands' is here as the plug-in of SHA-256 "));
  const Finished asked = desk.twinline({"replay", "run.tlj", "--plugin", quick_hands, "--policy", "round_robin"});
  CHECK(asked.exit_code == 0);
}

TEST_CASE("staffing and IVR policies are loaded, decide and replay as routing policies do") {
  const Desk desk(small);
  const auto replayed = [&](const std::string& plugin, const std::string& overlay) {
    const Finished run = desk.twinline({"run", "s.yaml", "--plugin", plugin, "--set", overlay, "--replications", "1",
                                        "--journal", overlay + ".tlj", "--json"});
    INFO(run.err);
    REQUIRE(run.exit_code == 0);
    const Json replay = json_of(desk, {"replay", overlay + ".tlj", "--plugin", plugin});
    CHECK(replay["equal"] == true);
    return replay["policies"];
  };
  const Json staffing = replayed(standby, "staffing=standby")["staffing"];
  REQUIRE(staffing.size() == 1);
  CHECK(staffing[0]["name"] == "standby");
  CHECK(staffing[0]["code"] == scenarios::load_plugin(standby).sha256);
  journal::Reader reader(desk.folder() / "staffing=standby.tlj");
  bool asked = false;
  while (const auto record = reader.next()) {
    const auto* entry = std::get_if<journal::Entry>(&*record);
    if (entry == nullptr) continue;
    for (const Wish& wish : entry->wishes) asked = asked || std::holds_alternative<AskPeople>(wish);
  }
  CHECK(asked);

  const Json ivr = replayed(turn_away, "ivr=turn_away")["ivr"];
  REQUIRE(ivr.size() == 1);
  CHECK(ivr[0]["code"] == scenarios::load_plugin(turn_away).sha256);
  const Json report = json_of(desk, {"report", "ivr=turn_away.tlj"});
  for (const Json& kpi : report["kpis"]) {
    if (kpi["name"] == "offered" && kpi["by"].empty()) CHECK(kpi["mean"] == 0);
  }
}

TEST_CASE("a plug-in's policy is signed by its build, and believed where that build is loaded") {
  const Desk desk(small + "  quick: {policies.routing: quick_hands}\n");
  const std::string build = scenarios::load_plugin(quick_hands).sha256;
  desk.write("anna.pub", desk.twinline({"key", "new", "anna.key"}).out);
  const Json compared = json_of(desk, {"ab", "s.yaml", "--plugin", quick_hands, "--a", "as_is", "--b", "quick"});
  CHECK(compared["build"]["plugins"] == Json::array({build}));
  desk.write("ab.json", compared.dump(1) + "\n");
  const auto journal_of = [&](const std::string& arm) {
    REQUIRE(desk.twinline({"run", "s.yaml", "--plugin", quick_hands, "--arm", arm, "--replications", "1", "--journal",
                           arm + ".tlj"})
                .exit_code == 0);
    desk.write(arm + ".json", json_of(desk, {"replay", arm + ".tlj", "--plugin", quick_hands}).dump(1) + "\n");
  };
  journal_of("quick");
  journal_of("as_is");
  const auto signing = [&](const std::string& evidence, const std::string& parity) {
    return desk.twinline({"sign", "s.yaml", "--plugin", quick_hands, "--arm", "quick", "--evidence", evidence,
                          "--parity", parity, "--key", "anna.key", "--author", "Anna", "--at", "2026-11-22T12:00:00Z",
                          "--out", "m.json"});
  };
  const Finished made = signing("ab.json", "quick.json");
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  CHECK(Json::parse(desk.read("m.json"))["policy"]["code"] == build);
  const Finished of_another = signing("ab.json", "as_is.json");
  CHECK(of_another.exit_code == 2);
  CHECK_THAT(of_another.err, Contains("as_is.json: is of a journal in which routing policy skill_priority version 1 "
                                      "decided; expected quick_hands version 1"));
  desk.write("other.json", changed(desk.read("ab.json"), build, std::string(64, '0')));
  CHECK_THAT(signing("other.json", "quick.json").err, Contains("other.json: was made by a build with other policies"));

  const std::vector<std::string> verify{"verify", "m.json", "--keys", "anna.pub", "--at", "2026-11-23T12:00:00Z"};
  auto with_plugin = verify;
  with_plugin.insert(with_plugin.end(), {"--plugin", quick_hands});
  CHECK(desk.twinline(with_plugin).exit_code == 0);
  const Finished without = desk.twinline(verify);
  CHECK(without.exit_code == 1);
  CHECK_THAT(without.out, Contains("refused, wrong_build: there is no routing policy quick_hands of version 1 here"));
  std::filesystem::copy_file(quick_hands, desk.folder() / "other.so");
  std::ofstream(desk.folder() / "other.so", std::ios::app) << "another build";
  with_plugin.back() = "other.so";
  CHECK_THAT(desk.twinline(with_plugin).out,
             Contains("refused, wrong_build: it is for policies " + build.substr(0, 12)));
}

TEST_CASE("a journal names the build of a plug-in that is tried beside another policy, and only that replays it") {
  const Desk desk(small);
  std::filesystem::copy_file(quick_hands, desk.folder() / "other.so");
  std::ofstream(desk.folder() / "other.so", std::ios::app) << "another build";
  const Finished run = desk.twinline({"run", "s.yaml", "--plugin", quick_hands, "--set",
                                      "routing=split:incumbent=round_robin,candidate=\"quick_hands:prior=2 min\"",
                                      "--replications", "1", "--journal", "run.tlj"});
  INFO(run.err);
  REQUIRE(run.exit_code == 0);
  const Finished replayed = desk.twinline({"replay", "run.tlj", "--plugin", quick_hands});
  CHECK(replayed.exit_code == 0);
  CHECK_THAT(replayed.out, Contains("all equal"));
  const Finished without = desk.twinline({"replay", "run.tlj"});
  CHECK(without.exit_code == 2);
  CHECK_THAT(without.err, Contains("parameter 'candidate' of policy 'split' is 'quick_hands@1#") &&
                              Contains("unknown policy 'quick_hands'"));
  const Finished with_other = desk.twinline({"replay", "run.tlj", "--plugin", "other.so"});
  CHECK(with_other.exit_code == 2);
  CHECK_THAT(with_other.err, Contains("policy 'quick_hands' is here with another build than "));
}

TEST_CASE("a plug-in that cannot be used ends every command with exit code 2 and its name") {
  const Desk desk(small);
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"run", "s.yaml"}, {"ab", "s.yaml"}, {"policies"}, {"check", "s.yaml"}}) {
    auto words = command;
    words.insert(words.end(), {"--plugin", TWINLINE_UNRELATED, "--plugin", "nowhere.so"});
    const Finished finished = desk.twinline(words);
    CHECK(finished.exit_code == 2);
    CHECK(finished.out.empty());
    CHECK_THAT(finished.err, Contains("exports no twinline_policy()") &&
                                 Contains("--plugin nowhere.so: cannot be read: No such file or directory"));
  }
  const Odd odd("crash when loaded");
  const Finished crashed = desk.twinline({"run", "s.yaml", "--plugin", odd_policy});
  CHECK(crashed.exit_code == 2);
  CHECK_THAT(crashed.err, Contains("crashed: SIGSEGV (Segmentation fault)"));
}

}  // namespace twinline::plugin_test
