// What blocks of a scenario mean to each other is checked where they are loaded, and no shape says it. So a scenario
// that was drawn from the shapes alone is given to the loader, and what the loader complains about is taken out, until
// nothing is left to complain about. It needs no list of the loader's rules, and the places that the problems name must
// be right.
#pragma once

#include <filesystem>
#include <string>

#include "scenarios/schema/policy_menu.hpp"

namespace twinline::fuzz {

/// The text without the entries at which the loader finds faults. `file` is where it is put for loading. As good as it
/// got when a few rounds do not suffice.
std::string without_faults(std::string text, const std::filesystem::path& file, const scenarios::PolicyMenu& menu);

}  // namespace twinline::fuzz
