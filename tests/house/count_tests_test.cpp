// scripts/test adds up what each suite printed; a suite that crashed or ran nothing must never look like a
// pass.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <catch2/catch.hpp>

namespace twinline::house {
namespace {

/// What scripts/lib/count_tests.sh prints for a program that printed `output` (no single quotes) and ended
/// with `status`.
std::string count(const std::string& kind, int status, const std::string& output) {
  const std::string command = "printf '%s\\n' '" + output +
                              "' | bash " TWINLINE_SOURCE_DIR "/scripts/lib/count_tests.sh " + kind + " " +
                              std::to_string(status);
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 100> line{};
  const bool has_line = std::fgets(line.data(), static_cast<int>(line.size()), pipe) != nullptr;
  REQUIRE(pclose(pipe) == 0);
  return has_line ? line.data() : "";
}

}  // namespace

TEST_CASE("a Catch2 program is counted by test case") {
  CHECK(count("catch2", 0, "All tests passed (7 assertions in 3 test cases)") == "3 0\n");
  CHECK(count("catch2", 0, "All tests passed (1 assertion in 1 test case)") == "1 0\n");
  CHECK(count("catch2", 2, "test cases: 3 | 1 passed | 2 failed\nassertions: 9 | 7 passed | 2 failed") == "1 2\n");
  CHECK(count("catch2", 1, "test cases: 1 | 1 failed") == "0 1\n");
}

TEST_CASE("a node program is counted in both of its tongues") {
  CHECK(count("node", 0, "# tests 4\n# pass 4\n# fail 0\n# cancelled 0") == "4 0\n");
  CHECK(count("node", 1, "ℹ tests 4\nℹ pass 2\nℹ fail 1\nℹ cancelled 1") == "2 2\n");
}

TEST_CASE("a Python program is counted with its failures and errors") {
  CHECK(count("python", 0, "Ran 5 tests in 0.012s\n\nOK") == "5 0\n");
  CHECK(count("python", 1, "Ran 5 tests in 0.012s\n\nFAILED (failures=1, errors=2)") == "2 3\n");
  CHECK(count("python", 0, "Ran 5 tests in 0.012s\n\nOK\nRan 3 tests in 0.002s\n\nOK") == "8 0\n");
  CHECK(count("python", 1, "ImportError") == "0 1\n");
}

TEST_CASE("a script is counted by its last line or by its status") {
  CHECK(count("plain", 1, "erlang_c is stale\n5 passed, 2 failed") == "5 2\n");
  CHECK(count("exit", 0, "anything") == "1 0\n");
  CHECK(count("exit", 3, "anything") == "0 1\n");
}

TEST_CASE("a crash or an empty run counts as a failure") {
  CHECK(count("catch2", 139, "Segmentation fault") == "0 1\n");
  CHECK(count("catch2", 134, "All tests passed (7 assertions in 3 test cases)") == "3 1\n");
  CHECK(count("catch2", 0, "No tests ran") == "0 1\n");
  CHECK(count("node", 0, "# pass 0\n# fail 0") == "0 1\n");
  CHECK(count("plain", 0, "") == "0 1\n");
}

}  // namespace twinline::house
