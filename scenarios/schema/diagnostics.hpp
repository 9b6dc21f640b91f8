// How the rooms of the loader report problems: each adds what it finds where it finds it, and nobody stops at
// the first. Sorted once at the end, so that a reader walks down the file.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/schema/problem.hpp"

namespace twinline::scenarios {

/// Where something was written.
struct Place {
  std::shared_ptr<const std::string> file;
  int line = 0;
  int column = 0;
};

class Problems {
 public:
  void error(const Place& place, std::string message) { add(place, std::move(message), false); }
  void warn(const Place& place, std::string message) { add(place, std::move(message), true); }

  bool empty() const { return problems_.empty(); }
  std::size_t size() const { return problems_.size(); }

  /// In file order, the file that `first` names before all others, without repetitions.
  std::vector<Problem> sorted(std::string_view first) const;

 private:
  void add(const Place& place, std::string message, bool warning);
  std::vector<Problem> problems_;
};

/// `'text'` for a message: cut to 60 characters, control characters and bytes that are not UTF-8 as \xNN, so that
/// no input, not even a binary file, can upset a terminal.
std::string in_quotes(std::string_view text);

/// `; did you mean 'x'?` for the nearest candidate (few edits for its length, or one the start of the other);
/// empty when none is near.
std::string did_you_mean(std::string_view text, const std::vector<std::string>& candidates);

/// "a, b and c"
std::string listed(const std::vector<std::string>& words, std::string_view conjunction);

}  // namespace twinline::scenarios
