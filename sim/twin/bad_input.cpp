#include "sim/twin/bad_input.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace twinline::twin {
namespace {

std::string one_per_line(const std::vector<Problem>& problems, std::uint64_t unlisted) {
  std::string text;
  for (const Problem& problem : problems) {
    if (!text.empty()) text += '\n';
    text += to_string(problem);
  }
  if (unlisted > 0) text += fmt::format("\nand {} more", unlisted);
  return text;
}

}  // namespace

Problem problem_at(std::string file, std::uint64_t line, std::uint64_t column, std::string message) {
  // A log may have more lines than a scenario's place can count; the message then at least names the last of
  // them.
  const auto bounded = [](std::uint64_t number) {
    return static_cast<int>(std::min<std::uint64_t>(number, std::numeric_limits<int>::max()));
  };
  return {std::move(file), bounded(line), bounded(column), std::move(message)};
}

BadInput::BadInput(std::vector<Problem> problems, std::uint64_t unlisted)
    : std::runtime_error(one_per_line(problems, unlisted)), problems_(std::move(problems)) {}

}  // namespace twinline::twin
