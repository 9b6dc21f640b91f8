#include "tests/house/layout_rules.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

namespace twinline::house {
namespace {

// A new entry here is a decision: most things have a room already.
const std::set<std::string_view> known_entries{
    ".ci",     ".clang-format",   ".clang-tidy", ".gitignore", "CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json",
    "LICENSE", "CONTRIBUTING.md", "README.md",   "docs",       "packaging",    "live_bridge",    "policies",
    "reports", "scenarios",       "scripts",     "sim",        "tests"};

// Not the project's: version control, builds and what editors leave, all in .gitignore.
const std::set<std::string_view> ignored_entries{".git", "build", ".cache", "node_modules"};

constexpr std::array<std::string_view, 5> wings{"policies", "scenarios", "reports", "sim", "live_bridge"};

bool makes_a_target(const SourceFile& cmake) {
  return std::any_of(cmake.lines.begin(), cmake.lines.end(), [](std::string_view line) {
    return line.find("twinline_room(") != line.npos || line.find("add_executable(") != line.npos ||
           line.find("add_library(") != line.npos;
  });
}

}  // namespace

std::vector<Finding> check_top_level(const std::vector<std::string>& entries) {
  std::vector<Finding> findings;
  for (const auto& entry : entries) {
    if (!known_entries.contains(entry) && !ignored_entries.contains(entry)) {
      findings.push_back({entry, 0, "has no place at the top level; tests/house/layout_rules.cpp lists what has"});
    }
  }
  for (const auto entry : known_entries) {
    if (std::find(entries.begin(), entries.end(), entry) == entries.end()) {
      findings.push_back({std::string{entry}, 0, "is missing at the top level"});
    }
  }
  return findings;
}

std::vector<Finding> check_room_targets(const std::vector<SourceFile>& files) {
  std::map<std::string, bool> has_target;
  for (const auto& file : files) {
    const auto folder = std::filesystem::path{file.path}.parent_path().generic_string();
    const bool in_a_wing =
        std::any_of(wings.begin(), wings.end(), [&](std::string_view wing) { return lies_in(file.path, wing); });
    if (in_a_wing && is_cpp(file.path)) has_target.try_emplace(folder, false);
  }
  for (const auto& file : files) {
    const std::filesystem::path path{file.path};
    if (path.filename() != "CMakeLists.txt") continue;
    const auto room = has_target.find(path.parent_path().generic_string());
    if (room != has_target.end() && makes_a_target(file)) room->second = true;
  }
  std::vector<Finding> findings;
  for (const auto& [folder, has] : has_target) {
    if (!has) findings.push_back({folder, 0, "holds code but makes no CMake target of its own"});
  }
  return findings;
}

std::vector<std::string> top_level_entries(const std::filesystem::path& root) {
  std::vector<std::string> entries;
  for (const auto& entry : std::filesystem::directory_iterator{root})
    entries.push_back(entry.path().filename().string());
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace twinline::house
