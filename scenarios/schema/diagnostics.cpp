#include "scenarios/schema/diagnostics.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include <fmt/format.h>

#include "scenarios/schema/utf8.hpp"

namespace twinline::scenarios {
namespace {

/// Levenshtein distance, with a swap of neighbours counted as one edit.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), current(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, changed});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) current[j] = std::min(current[j], before_last[j - 2] + 1);
    }
    before_last.swap(last);
    last.swap(current);
  }
  return last[b.size()];
}

/// U+0000 to U+001F, and U+007F to U+009F, in which terminals that know no better see commands.
bool is_control(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  if (character.size() == 2) return byte(0) == 0xc2 && byte(1) < 0xa0;
  return character.size() == 1 && (byte(0) < 0x20 || byte(0) == 0x7f);
}

}  // namespace

std::string to_string(const Problem& problem) {
  std::string text = problem.file;
  if (problem.line > 0) text += fmt::format(":{}", problem.line);
  if (problem.line > 0 && problem.column > 0) text += fmt::format(":{}", problem.column);
  return text + ": " + (problem.warning ? "warning: " : "") + problem.message;
}

bool any_error(const std::vector<Problem>& problems) {
  return std::any_of(problems.begin(), problems.end(), [](const Problem& problem) { return !problem.warning; });
}

void Problems::add(const Place& place, std::string message, bool warning) {
  problems_.push_back(
      {place.file ? *place.file : std::string{}, place.line, place.column, std::move(message), warning});
}

std::vector<Problem> Problems::sorted(std::string_view first) const {
  std::vector<Problem> all = problems_;
  std::stable_sort(all.begin(), all.end(), [first](const Problem& a, const Problem& b) {
    return std::make_tuple(a.file != first, std::string_view{a.file}, a.line, a.column) <
           std::make_tuple(b.file != first, std::string_view{b.file}, b.line, b.column);
  });
  std::vector<Problem> unique;
  for (Problem& problem : all) {
    if (std::find(unique.rbegin(), unique.rend(), problem) == unique.rend()) unique.push_back(std::move(problem));
  }
  return unique;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t longest = 60;
  std::string shown = "'";
  for (std::size_t characters = 0; !text.empty(); ++characters) {
    if (characters == longest) {
      shown += "…";
      break;
    }
    const std::size_t length = utf8_length(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    if (length == 0 || is_control(character)) {
      for (const char byte : character) shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
    } else {
      shown += character;
    }
    text.remove_prefix(character.size());
  }
  return shown + "'";
}

std::string did_you_mean(std::string_view text, const std::vector<std::string>& candidates) {
  constexpr std::size_t longest = 64;  // nobody mistypes a name into a page of text
  if (text.empty() || text.size() > longest) return {};
  const std::string* best = nullptr;
  std::size_t best_distance = 0;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > longest || candidate == text) continue;
    std::size_t distance = edit_distance(text, candidate);
    const bool one_starts_the_other =
        text.size() >= 3 && (candidate.starts_with(text) || text.starts_with(candidate)) && candidate.size() >= 3;
    const std::size_t allowed = std::max<std::size_t>(1, std::min(text.size(), candidate.size()) / 3);
    if (distance > allowed && !one_starts_the_other) continue;
    if (!best || distance < best_distance) {
      best = &candidate;
      best_distance = distance;
    }
  }
  return best ? fmt::format("; did you mean '{}'?", *best) : std::string{};
}

std::string listed(const std::vector<std::string>& words, std::string_view conjunction) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? fmt::format(" {} ", conjunction) : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace twinline::scenarios
