// What must hold of any text that is given to twinline as a scenario: it is refused with problems that say where, or it
// loads, loads again the same, and runs, twice alike, with every call and nanosecond accounted for. A text that crashes
// or hangs is for who runs the trial to see.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "scenarios/schema/policy_menu.hpp"

namespace twinline::fuzz {

struct Verdict {
  std::string broken;  ///< what did not hold; empty when all did
  bool loaded = false;
  std::uint64_t facts = 0;    ///< that its first run came to
  std::string first_problem;  ///< of a scenario that was refused
};

/// Tries the scenario in this file; a run is broken off, and proves nothing more, after so many facts.
Verdict tried(const std::filesystem::path& file, const scenarios::PolicyMenu& menu, std::uint64_t most_facts);

}  // namespace twinline::fuzz
