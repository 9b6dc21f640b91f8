#include "sim/twin/bad_input.hpp"

#include <algorithm>
#include <cstddef>
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

/// Bytes of the UTF-8 sequence that `text` opens with; 0 when it opens with none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  // Overlong forms, UTF-16 surrogates and what lies beyond the last code point.
  const unsigned char second = byte(1);
  if (first == 0xe0 && second < 0xa0) return 0;
  if (first == 0xed && second > 0x9f) return 0;
  if (first == 0xf0 && second < 0x90) return 0;
  if (first == 0xf4 && second > 0x8f) return 0;
  return length;
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

std::string in_quotes(std::string_view text) {
  constexpr std::size_t longest = 40;
  std::string shown = "'";
  std::size_t characters = 0;
  while (!text.empty()) {
    if (characters++ == longest) {
      shown += "…";
      break;
    }
    const std::size_t length = utf8_length(text);
    const auto byte = static_cast<unsigned char>(text[0]);
    if (length == 0 || byte < 0x20 || byte == 0x7f) {
      shown += fmt::format("\\x{:02x}", byte);
      text.remove_prefix(1);
    } else {
      shown += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return shown + "'";
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace twinline::twin
