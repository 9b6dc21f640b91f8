#include "tests/fuzz/mutated_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace twinline::fuzz {
namespace {

using tests::Dice;
using Lines = std::vector<std::string>;

constexpr std::size_t longest = 200'000;

const std::array extreme_values{"0",
                                "-1",
                                "1e308",
                                "1e-308",
                                "nan",
                                "inf",
                                "-0",
                                "18446744073709551616",
                                "9999999",
                                "0 s",
                                "1e18 s",
                                "0.1 ns",
                                "300 y",
                                "1e9 d",
                                "100 %",
                                "-5 %",
                                "0 %",
                                "1e9 per s",
                                "0 per hour",
                                "null",
                                "~",
                                "yes",
                                "[]",
                                "{}",
                                "\"\"",
                                "' '",
                                "24:00",
                                "00:00",
                                "2026-02-29",
                                "0000-00-00",
                                "CHF",
                                "1 CHF",
                                "\xf0\x9f\x8d\x8b",
                                "\xff",
                                "!tag x",
                                "&a b",
                                "*a",
                                "{<<: *a}",
                                "a: b",
                                "- x"};
const std::array bytes{'\0', '\t', '\n', ':', '{', '}', '[',    ']',    '"',
                       '\'', '&',  '*',  '#', '%', '-', '\x7f', '\xc3', ' '};

Lines lines_of(const std::string& text) {
  Lines lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return lines;
}

std::string text_of(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

std::size_t place_in(const std::string& text, Dice& dice) { return text.empty() ? 0 : dice.below(text.size()); }

void change_byte(std::string& text, Dice& dice) {
  if (text.empty()) return;
  char& byte = text[place_in(text, dice)];
  byte = dice.chance(0.5) ? dice.one_of(bytes) : static_cast<char>(byte ^ (1 << dice.below(8)));
}

void insert_bytes(std::string& text, Dice& dice) {
  text.insert(place_in(text, dice), dice.between(1, 4), dice.one_of(bytes));
}

void erase_bytes(std::string& text, Dice& dice) { text.erase(place_in(text, dice), dice.between(1, 40)); }

/// The word around a place, from one delimiter to the next.
std::pair<std::size_t, std::size_t> word_at(const std::string& text, std::size_t place) {
  const auto ends = [&](std::size_t at) {
    return std::string_view{":,{}[]\n"}.find(text[at]) != std::string_view::npos;
  };
  std::size_t from = place, to = place;
  while (from > 0 && !ends(from - 1)) --from;
  while (to < text.size() && !ends(to)) ++to;
  while (from < to && text[from] == ' ') ++from;
  return {from, to - from};
}

void extreme_value(std::string& text, Dice& dice) {
  const auto [from, length] = word_at(text, place_in(text, dice));
  text.replace(from, length, dice.one_of(extreme_values));
}

void change_number(std::string& text, Dice& dice) {
  const auto is_digit = [](unsigned char letter) { return std::isdigit(letter) != 0; };
  const auto digit =
      std::find_if(text.begin() + static_cast<std::ptrdiff_t>(place_in(text, dice)), text.end(), is_digit);
  if (digit == text.end()) return;
  const auto end = std::find_if_not(digit, text.end(), is_digit);
  const std::array numbers{std::string{"0"}, std::string{"1"}, std::to_string(dice.below(100)),
                           std::string(digit, end) + "000000", std::string{"-3"}};
  text.replace(static_cast<std::size_t>(digit - text.begin()), static_cast<std::size_t>(end - digit),
               dice.one_of(numbers));
}

/// Puts one word in the place of another: names that refer elsewhere, keys under the wrong block.
void copy_word(std::string& text, const std::string& other, Dice& dice) {
  const auto [from, length] = word_at(other, place_in(other, dice));
  const std::string word = other.substr(from, length);
  const auto [to, old_length] = word_at(text, place_in(text, dice));
  text.replace(to, old_length, word);
}

/// Some lines in a row: a block, often.
std::pair<std::size_t, std::size_t> block_of(const Lines& lines, Dice& dice) {
  const std::size_t from = dice.below(lines.size());
  return {from, std::min(lines.size() - from, static_cast<std::size_t>(dice.between(1, 12)))};
}

void change_lines(std::string& text, const std::string& other, Dice& dice) {
  Lines lines = lines_of(text);
  const Lines source = dice.chance(0.5) ? lines_of(other) : lines;
  if (lines.empty() || source.empty()) return;
  const auto at = [&](std::size_t place) { return lines.begin() + static_cast<std::ptrdiff_t>(place); };
  const auto [from, length] = block_of(lines, dice);
  if (dice.chance(0.4)) {
    lines.erase(at(from), at(from + length));
  } else if (dice.chance(0.3)) {
    std::swap(lines[from], lines[dice.below(lines.size())]);
  } else if (dice.chance(0.3)) {
    for (std::size_t line = from; line < from + length; ++line) lines[line].insert(0, dice.between(1, 4), ' ');
  } else {
    const auto [first, count] = block_of(source, dice);
    const Lines block(source.begin() + static_cast<std::ptrdiff_t>(first),
                      source.begin() + static_cast<std::ptrdiff_t>(first + count));
    lines.insert(at(from), block.begin(), block.end());
  }
  text = text_of(lines);
}

void alias(std::string& text, Dice& dice) {
  const auto [from, length] = word_at(text, place_in(text, dice));
  text.insert(from, "&anchor ");
  const auto [to, old_length] = word_at(text, place_in(text, dice));
  text.replace(to, old_length, "*anchor");
}

void nest(std::string& text, Dice& dice) {
  const std::size_t depth = dice.chance(0.1) ? dice.between(1000, 20000) : dice.between(1, 30);
  const auto [from, length] = word_at(text, place_in(text, dice));
  std::string nested;
  const bool in_maps = dice.chance(0.5);
  for (std::size_t level = 0; level < depth; ++level) nested += in_maps ? "{a: " : "[";
  nested += text.substr(from, length);
  if (dice.chance(0.8)) nested += std::string(depth, in_maps ? '}' : ']');
  text.replace(from, length, nested);
}

}  // namespace

std::string mutated_text(std::string text, const std::vector<std::string>& others, Dice& dice) {
  // Most often a single change, so that what is behind it is still reached.
  std::size_t changes = 1;
  while (dice.chance(0.4)) ++changes;
  for (; changes > 0 && text.size() < longest; --changes) {
    switch (dice.below(10)) {
      case 0: change_byte(text, dice); break;
      case 1: insert_bytes(text, dice); break;
      case 2: erase_bytes(text, dice); break;
      case 3: extreme_value(text, dice); break;
      case 4: change_number(text, dice); break;
      case 5: copy_word(text, text, dice); break;
      case 6: copy_word(text, dice.one_of(others), dice); break;
      case 7: change_lines(text, dice.one_of(others), dice); break;
      case 8: alias(text, dice); break;
      default: nest(text, dice); break;
    }
  }
  return text;
}

}  // namespace twinline::fuzz
