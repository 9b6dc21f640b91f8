// Trials in a process of their own, so that one that crashes or hangs is seen and named, and the others go on. The text
// that is on trial lies in a file all the while; when the process ends over it, the file is kept.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "tests/fuzz/trial.hpp"

namespace twinline::fuzz {

struct Campaign {
  std::string name;
  /// The text of the trial of this number: a pure function.
  std::function<std::string(std::uint64_t)> text;
  std::uint64_t most_trials = 0;
  double seconds = 0;            ///< no trial begins later
  std::uint64_t most_facts = 0;  ///< of a run
};

struct Tally {
  std::uint64_t trials = 0, loaded = 0, facts = 0, failed = 0;
  double seconds = 0;
};

/// Runs the trials from number 0 on, and says on stderr which failed, how, and where its text is kept: in `folder`,
/// which holds what the texts name too. Gives up after ten failures. `refused` is told the first problem of each text
/// that does not load; it is called in the other process.
Tally run_guarded(const Campaign& campaign, const std::filesystem::path& folder,
                  const std::function<void(const std::string&)>& refused);

}  // namespace twinline::fuzz
