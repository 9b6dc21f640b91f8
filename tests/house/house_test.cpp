// The rules of the house, held against the project as it stands. What each rule catches is in rules_test.cpp.
#include <catch2/catch.hpp>

#include "tests/house/include_rules.hpp"
#include "tests/house/layout_rules.hpp"
#include "tests/house/source_tree.hpp"
#include "tests/house/text_rules.hpp"

namespace twinline::house {
namespace {

const std::vector<SourceFile>& project() {
  static const auto files = read_tree(TWINLINE_SOURCE_DIR);
  return files;
}

const std::set<std::string>& project_paths() {
  static const auto paths = [] {
    std::set<std::string> all{"LICENSE"};
    for (const auto& file : project()) all.insert(file.path);
    return all;
  }();
  return paths;
}

/// All findings of a rule over every file.
std::string broken(auto rule) {
  std::vector<Finding> findings;
  for (const auto& file : project()) {
    for (auto& finding : rule(file)) findings.push_back(std::move(finding));
  }
  return describe(findings);
}

}  // namespace

TEST_CASE("the project is read whole", "[house]") {
  CHECK(project_paths().contains("policies/contract/time.hpp"));
  CHECK(project_paths().contains("scripts/test"));
  CHECK(project_paths().contains("README.md"));
}

TEST_CASE("rooms include only rooms that they may know", "[house]") {
  CHECK(broken([](const SourceFile& file) { return check_room_includes(file, project_paths()); }) == "");
}

TEST_CASE("external libraries come in through their doors", "[house]") { CHECK(broken(check_external_includes) == ""); }

TEST_CASE("no room uses what it may not: clocks, chance, libm, unordered containers", "[house]") {
  CHECK(broken(check_banned_code) == "");
}

TEST_CASE("no work left undone, no machine's paths, no registry's hosts", "[house]") {
  CHECK(broken(check_banned_text) == "");
}

TEST_CASE("long files say why", "[house]") { CHECK(broken(check_length) == ""); }

TEST_CASE("headers open with their theory", "[house]") { CHECK(broken(check_header_opening) == ""); }

TEST_CASE("files and types have names that say something", "[house]") { CHECK(broken(check_names) == ""); }

TEST_CASE("tests can fail", "[house]") { CHECK(broken(check_tests_can_fail) == ""); }

TEST_CASE("links between documents lead somewhere", "[house]") {
  CHECK(broken([](const SourceFile& file) { return check_links(file, project_paths()); }) == "");
}

TEST_CASE("the top level holds what it should and nothing else", "[house]") {
  CHECK(describe(check_top_level(top_level_entries(TWINLINE_SOURCE_DIR))) == "");
}

TEST_CASE("every room with code is a CMake target", "[house]") { CHECK(describe(check_room_targets(project())) == ""); }

}  // namespace twinline::house
