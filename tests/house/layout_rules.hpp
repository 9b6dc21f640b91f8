// What stands where: the project's top level holds a known set of entries, and every folder with code of ours
// is a CMake target of its own, so that a room's arrows are the linker's too.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/house/source_tree.hpp"

namespace twinline::house {

/// `entries` are the names at the project's top level.
std::vector<Finding> check_top_level(const std::vector<std::string>& entries);

/// Each folder of a room that holds C++ has a CMakeLists.txt that makes a target.
std::vector<Finding> check_room_targets(const std::vector<SourceFile>& files);

std::vector<std::string> top_level_entries(const std::filesystem::path& root);

}  // namespace twinline::house
