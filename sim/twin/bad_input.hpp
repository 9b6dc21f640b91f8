// What is wrong with a file that somebody gave us, told so that they can mend it: `file:line:column: what was
// found; what was expected`. Problems are gathered and thrown together, as BadInput; a failure of our own is
// not one.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/schema/diagnostics.hpp"
#include "scenarios/schema/utf8.hpp"

namespace twinline::twin {

using scenarios::Problem;

/// A problem at a place of a file. `line` and `column` count from 1, `column` in characters; 0 means the
/// whole.
Problem problem_at(std::string file, std::uint64_t line, std::uint64_t column, std::string message);

class BadInput : public std::runtime_error {
 public:
  /// `unlisted` counts further problems that are not spelt out. what() is one line per problem.
  explicit BadInput(std::vector<Problem> problems, std::uint64_t unlisted = 0);
  explicit BadInput(Problem problem) : BadInput(std::vector<Problem>{std::move(problem)}) {}

  const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

using scenarios::did_you_mean;
using scenarios::in_quotes;
using scenarios::is_utf8;

}  // namespace twinline::twin
