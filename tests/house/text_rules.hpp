// What may not stand in a file, room by room: clocks, chance and platform-dependent mathematics where results
// must be the same bytes everywhere, work left undone, names and paths that mean nothing to a reader, tests
// that cannot fail.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/house/source_tree.hpp"

namespace twinline::house {

/// Calls and types that a room may not use: clocks, chance, the environment, libm, unordered containers.
std::vector<Finding> check_banned_code(const SourceFile& file);

/// Marks of undone work, paths of one machine, package registries' hosts.
std::vector<Finding> check_banned_text(const SourceFile& file);

/// Above 500 lines a file says near its top why (`Long because: …`).
std::vector<Finding> check_length(const SourceFile& file);

/// A header opens with its theory and includes itself once.
std::vector<Finding> check_header_opening(const SourceFile& file);

/// Names of files and types: snake case, and none that says nothing (`Manager`, `Helper`, `Util`, `Base`).
std::vector<Finding> check_names(const SourceFile& file);

/// A test asserts something that could be false, and is not excused from passing.
std::vector<Finding> check_tests_can_fail(const SourceFile& file);

/// A relative link in a Markdown file leads to one of `paths`, or to a folder that holds one.
std::vector<Finding> check_links(const SourceFile& file, const std::set<std::string>& paths);

}  // namespace twinline::house
