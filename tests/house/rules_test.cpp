// The rule checkers themselves: made-up snippets that break each rule, and the nearest ones that do not.
#include <catch2/catch.hpp>

#include "tests/house/include_rules.hpp"
#include "tests/house/layout_rules.hpp"
#include "tests/house/source_tree.hpp"
#include "tests/house/text_rules.hpp"

namespace twinline::house {
namespace {

const std::set<std::string> made_up_paths{
    "docs/kpis.md",         "policies/acd/acd.hpp",      "policies/contract/time.hpp", "policies/routing/random.hpp",
    "reports/kpi/kpis.hpp", "scenarios/schema/load.hpp", "sim/kernel/fast_world.hpp",  "live_bridge/wall/clock.hpp",
    "sim/main/twinline.hpp"};

std::size_t room_findings(std::string path, std::string_view text) {
  return check_room_includes(source_file(std::move(path), text), made_up_paths).size();
}

std::size_t external_findings(std::string path, std::string_view text) {
  return check_external_includes(source_file(std::move(path), text)).size();
}

std::size_t code_findings(std::string path, std::string_view text) {
  return check_banned_code(source_file(std::move(path), text)).size();
}

}  // namespace

TEST_CASE("the second reading keeps code and lines, without comments and literals") {
  const auto file = source_file("sim/lab/x.cpp",
                                "int a = 1'000; // std::rand()\n"
                                "auto b = \"std::rand()\"; /* two\n"
                                "lines */ int c;\n"
                                "auto d = R\"(std::rand()\n"
                                ")\"; char e = '\\''; int f;\n");
  REQUIRE(file.code.size() == 5);
  CHECK(file.code[0].find("1'000;") != std::string::npos);
  CHECK(file.code[2].find("int c;") != std::string::npos);
  CHECK(file.code[4].find("int f;") != std::string::npos);
  CHECK(check_banned_code(file).empty());
}

TEST_CASE("an include against the arrows is caught") {
  CHECK(room_findings("policies/acd/acd.cpp",
                      "#include \"policies/acd/acd.hpp\"\n#include \"policies/contract/time.hpp\"\n") == 0);
  CHECK(room_findings("policies/acd/acd.cpp", "#include \"policies/routing/random.hpp\"\n") == 1);
  CHECK(room_findings("policies/contract/time.cpp", "#include \"policies/acd/acd.hpp\"\n") == 1);
  CHECK(room_findings("scenarios/schema/load.cpp", "#include \"reports/kpi/kpis.hpp\"\n") == 1);
  CHECK(room_findings("reports/kpi/kpis.cpp", "#include \"scenarios/schema/load.hpp\"\n") == 1);
  CHECK(room_findings("sim/kernel/fast_world.cpp", "#include \"live_bridge/wall/clock.hpp\"\n") == 1);
  CHECK(room_findings("live_bridge/wall/clock.cpp", "#include \"sim/kernel/fast_world.hpp\"\n") == 1);
  CHECK(room_findings("sim/kernel/fast_world.cpp", "#include \"sim/main/twinline.hpp\"\n") == 1);
  CHECK(room_findings("sim/lab/ab.cpp", "#include \"sim/main/twinline.hpp\"\n") == 1);
  CHECK(room_findings("tests/unit/kernel/x_test.cpp", "#include \"sim/kernel/fast_world.hpp\"\n") == 0);
}

TEST_CASE("an include that is not named from the root is caught, one that is commented out is not") {
  CHECK(room_findings("policies/acd/acd.cpp", "#include \"acd.hpp\"\n") == 1);
  CHECK(room_findings("policies/acd/acd.cpp", "// #include \"acd.hpp\"\n") == 0);
}

TEST_CASE("code outside every room is caught") { CHECK(room_findings("misc/x.cpp", "int x;\n") == 1); }

TEST_CASE("a library beside its door is caught") {
  CHECK(external_findings("scenarios/schema/load.cpp", "#include <yaml-cpp/yaml.h>\n") == 0);
  CHECK(external_findings("sim/main/run.cpp", "#include <yaml-cpp/yaml.h>\n") == 1);
  CHECK(external_findings("sim/main/run.cpp", "#include <CLI/CLI.hpp>\n") == 0);
  CHECK(external_findings("sim/lab/ab.cpp", "#include <CLI/CLI.hpp>\n") == 1);
  CHECK(external_findings("sim/lab/ab.cpp", "#include \"reports/journal/journal.pb.h\"\n") == 1);
  CHECK(external_findings("reports/journal/writer.cpp", "#include \"reports/journal/journal.pb.h\"\n") == 0);
  CHECK(external_findings("sim/kernel/fast_world.cpp", "#include <simgrid/s4u.hpp>\n") == 1);
}

TEST_CASE("policies include the standard library alone, and of it nothing with a clock, chance or input") {
  CHECK(external_findings("policies/routing/random.cpp", "#include <algorithm>\n#include <optional>\n") == 0);
  CHECK(external_findings("policies/routing/random.cpp", "#include <random>\n") == 1);
  CHECK(external_findings("policies/routing/random.cpp", "#include <fmt/format.h>\n") == 1);
  CHECK(external_findings("policies/acd/acd.cpp",
                          "#include <thread>\n#include <unordered_map>\n#include <fstream>\n") == 3);
}

TEST_CASE("clocks and chance are caught outside the mains") {
  CHECK(code_findings("policies/acd/acd.cpp", "auto now = std::chrono::steady_clock::now();\n") == 1);
  CHECK(code_findings("sim/main/progress.cpp", "auto now = std::chrono::steady_clock::now();\n") == 0);
  CHECK(code_findings("sim/people/patience.cpp", "std::mt19937 engine{std::random_device{}()};\n") == 1);
  CHECK(code_findings("sim/people/patience.cpp", "int x = std::rand();\n") == 1);
  CHECK(code_findings("sim/people/patience.cpp", "int x = operand(1);\n") == 0);
  CHECK(code_findings("sim/lab/ab.cpp", "std::exponential_distribution<double> gap;\n") == 1);
  CHECK(code_findings("reports/kpi/kpis.cpp", "auto* home = std::getenv(\"X\");\n") == 1);
}

TEST_CASE("libm is caught where bytes must be the same, our own mathematics is not") {
  CHECK(code_findings("sim/random/exponential.cpp", "return -std::log(u);\n") == 1);
  CHECK(code_findings("sim/random/exponential.cpp", "return -log(u);\n") == 1);
  CHECK(code_findings("sim/random/exponential.cpp", "using std::log;\n") == 1);
  CHECK(code_findings("sim/random/exponential.cpp", "return -std::logf (u);\n") == 1);
  CHECK(code_findings("reports/kpi/kpis.cpp", "x = 2 * pow(a, b);\n") == 1);
  CHECK(code_findings("sim/random/exponential.cpp", "return -exact::log(u) * std::sqrt(v);\n") == 0);
  CHECK(code_findings("sim/random/exponential.cpp", "return distribution.beta(u) + catalog(v);\n") == 0);
  CHECK(code_findings("sim/twin/calibrate.cpp", "return std::log(u);\n") == 0);
}

TEST_CASE("unordered containers and knowledge of the world are caught in policies") {
  CHECK(code_findings("policies/acd/acd.hpp", "std::unordered_map<int, int> calls;\n") == 1);
  CHECK(code_findings("sim/main/run.cpp", "std::unordered_map<int, int> calls;\n") == 0);
  CHECK(code_findings("policies/acd/acd.cpp", "if (simulated) return;\n") == 1);
}

TEST_CASE("marks of undone work, machine paths and registry hosts are caught in any file") {
  const auto findings = [](std::string_view text) { return check_banned_text(source_file("docs/x.md", text)).size(); };
  CHECK(findings("TO"
                 "DO: later\n") == 1);
  CHECK(findings("FIX"
                 "ME\n") == 1);
  CHECK(findings("in /ho"
                 "me/someone/x and /wo"
                 "rk/main\n") == 1);
  CHECK(findings("from registry.npm"
                 "js.org\n") == 1);
  CHECK(findings("see docs/work/home and ../root/x\n") == 0);
}

TEST_CASE("a long file without its reason is caught") {
  const std::string long_text = [] {
    std::string text;
    for (int line = 0; line < 501; ++line) text += "int x;\n";
    return text;
  }();
  CHECK(check_length(source_file("sim/lab/ab.cpp", long_text)).size() == 1);
  CHECK(check_length(source_file("sim/lab/ab.cpp", "// Long because: one table.\n" + long_text)).empty());
  CHECK(check_length(source_file("docs/kpis.md", long_text)).empty());
}

TEST_CASE("a header without theory or without its guard is caught") {
  const std::string theory = "// What this is and whose job it is not, in a sentence that is long enough to say so.\n";
  CHECK(check_header_opening(source_file("sim/lab/ab.hpp", theory + "#pragma once\n")).empty());
  CHECK(check_header_opening(source_file("sim/lab/ab.hpp", "#pragma once\n" + theory + "int x;\n")).empty());
  CHECK(check_header_opening(source_file("sim/lab/ab.hpp", theory)).size() == 1);
  CHECK(check_header_opening(source_file("sim/lab/ab.hpp", "#pragma once\n// x\n#include <map>\n" + theory)).size() ==
        1);
  CHECK(check_header_opening(source_file("sim/lab/ab.cpp", "int x;\n")).empty());
}

TEST_CASE("names that say nothing are caught") {
  const auto findings = [](std::string path, std::string_view text) {
    return check_names(source_file(std::move(path), text)).size();
  };
  CHECK(findings("sim/lab/AgentGroup.cpp", "") == 1);
  CHECK(findings("sim/lab/ab_arms.cpp", "") == 0);
  CHECK(findings("sim/lab/ab.hpp", "class CallManager {};\nstruct QueueBase;\n") == 2);
  CHECK(findings("sim/lab/ab.hpp", "struct DataBaseline {};\n") == 0);
}

TEST_CASE("tests that cannot fail are caught") {
  const auto findings = [](std::string_view text) {
    return check_tests_can_fail(source_file("tests/laws/x_test.cpp", text)).size();
  };
  CHECK(findings("CHECK"
                 "(true);\nREQUIRE"
                 "( !false );\nSUC"
                 "CEED();\n") == 3);
  CHECK(findings("CHECK(is_true(x));\nCHECK(true == x);\n") == 0);
  CHECK(findings("TEST_CASE(\"x\", \"[!may"
                 "fail]\") {\n") == 1);
}

TEST_CASE("links that lead nowhere are caught") {
  const auto findings = [](std::string_view text) {
    return check_links(source_file("docs/x.md", text), made_up_paths).size();
  };
  CHECK(findings("[KPIs](kpis.md#waits), [the ACD](../policies/acd/), [site](https://example.org/x)\n") == 0);
  CHECK(findings("[gone](gone.md)\n") == 1);
}

TEST_CASE("strangers and gaps at the top level are caught") {
  auto entries = top_level_entries(TWINLINE_SOURCE_DIR);
  const auto before = check_top_level(entries).size();
  entries.emplace_back("misc");
  std::erase(entries, "sim");
  CHECK(check_top_level(entries).size() == before + 2);
}

TEST_CASE("a room without a target is caught") {
  const auto code = source_file("sim/lab/ab.cpp", "");
  CHECK(check_room_targets({code}).size() == 1);
  CHECK(check_room_targets({code, source_file("sim/lab/CMakeLists.txt", "# nothing\n")}).size() == 1);
  CHECK(check_room_targets({code, source_file("sim/lab/CMakeLists.txt", "twinline_room(twinline_lab)\n")}).empty());
}

}  // namespace twinline::house
