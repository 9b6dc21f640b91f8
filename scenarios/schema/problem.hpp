// What is wrong with a scenario, told to the person who wrote it: where, what was found, what was expected.
#pragma once

#include <string>
#include <vector>

namespace twinline::scenarios {

struct Problem {
  std::string file;  ///< as it was named; for a command-line overlay, where it came from
  int line = 0;      ///< from 1; 0 when the file as a whole is meant
  int column = 0;    ///< from 1; 0 when the line as a whole is meant
  std::string message;
  bool warning = false;  ///< the scenario can run all the same

  bool operator==(const Problem&) const = default;
};

/// `file:line:column: message`, without the parts that are 0; a warning says so before its message.
std::string to_string(const Problem& problem);

/// True when at least one of them keeps the scenario from running.
bool any_error(const std::vector<Problem>& problems);

}  // namespace twinline::scenarios
