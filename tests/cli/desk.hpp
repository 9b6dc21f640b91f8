// A user's desk: a folder of its own for each test, and the built twinline run in it the way a shell runs it. What it
// prints is kept, what it leaves behind can be looked at, and everything is gone at the end.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/project_files.hpp"
#include "tests/small_centre.hpp"

namespace twinline::cli_test {

using tests::changed;
using tests::project;

struct Finished {
  int exit_code = 0;  ///< minus the signal's number when one ended the program
  std::string out, err;
};

class Desk {
 public:
  Desk();

  /// With a scenario on it, s.yaml.
  explicit Desk(const std::string& scenario);

  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  /// Runs twinline in the folder, its output in a pipe's place, and waits for it.
  Finished twinline(const std::vector<std::string>& arguments) const;

  /// The same with another program, by its path.
  Finished program(const std::string& program, const std::vector<std::string>& arguments) const;

  /// The same with twinline, and with an interrupt from the keyboard after a while.
  Finished twinline_interrupted(const std::vector<std::string>& arguments, std::chrono::milliseconds after) const;

  /// … and with an interrupt as soon as a file of the folder is longer than this, or after 20 s.
  Finished twinline_interrupted_at(const std::vector<std::string>& arguments, const std::string& file,
                                   std::uintmax_t bytes) const;

  /// Runs twinline on a terminal, NO_COLOR set or not. All that appears there is `out`.
  Finished twinline_on_terminal(const std::vector<std::string>& arguments, bool no_color) const;

  const std::filesystem::path& folder() const { return folder_; }
  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const;

  /// What lies in the folder, by name, hidden files too; of an inner one when it is named.
  std::vector<std::string> names(const std::string& inner = ".") const;

 private:
  std::filesystem::path folder_;
};

/// A file of the library of scenarios.
std::string library(const std::string& name);

/// Two hours of a small centre, and arms of it.
inline const std::string small = R"(twinline: 1
name: small
seed: 7
replications: 6
horizon: {duration: 2 h}
)" + tests::small_centre + R"(policies:
  routing: {name: skill_priority, params: {overflow_after: 30 s}}
arms:
  as_is: {}
  two_fewer: {groups.agents.scheduled: 2}
  by_idleness: {policies.routing: longest_idle_agent}
)";

}  // namespace twinline::cli_test
