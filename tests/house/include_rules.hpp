// Who may include whom. The rooms form a house with arrows that point one way (docs/architecture.md draws
// it); every external library has one door, the rooms through which its types may enter. The tables are in
// include_rules.cpp.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/house/source_tree.hpp"

namespace twinline::house {

/// `#include "…"`: names a file of the project from its root, of a room that this room may know. `paths` are
/// all files.
std::vector<Finding> check_room_includes(const SourceFile& file, const std::set<std::string>& paths);

/// `#include <…>`: an external library only at its door, and in policies/ only harmless standard headers.
std::vector<Finding> check_external_includes(const SourceFile& file);

}  // namespace twinline::house
