#include "reports/render/text_table.hpp"

#include <algorithm>
#include <array>

namespace twinline::reports {
namespace {

constexpr std::string_view gutter = "  ";

struct CodePoint {
  char32_t value;
  std::size_t bytes;
};

/// The code point at the front of `text`; a byte that opens no valid sequence counts as one character.
CodePoint first_code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t length = byte(0) < 0x80 ? 1 : byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : byte(0) >= 0xC0 ? 2 : 1;
  if (length == 1 || text.size() < length) return {byte(0), 1};
  char32_t value = byte(0) & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {byte(0), 1};
    value = value << 6 | (byte(i) & 0x3FU);
  }
  return {value, length};
}

struct Range {
  char32_t first, last;
};

/// Combining marks, joiners and variation selectors, which take no column of their own.
constexpr std::array<Range, 6> without_width{
    {{0x0300, 0x036F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};

/// The blocks that Unicode's East Asian Width calls wide, and pictographs.
constexpr std::array<Range, 9> wide{{{0x1100, 0x115F},
                                     {0x2E80, 0x303E},
                                     {0x3041, 0xA4CF},
                                     {0xAC00, 0xD7A3},
                                     {0xF900, 0xFAFF},
                                     {0xFE30, 0xFE6F},
                                     {0xFF00, 0xFF60},
                                     {0x1F300, 0x1FAFF},
                                     {0x20000, 0x3FFFD}}};

template <std::size_t n>
bool contains(const std::array<Range, n>& ranges, char32_t value) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return range.first <= value && value <= range.last; });
}

std::size_t columns_of(char32_t value) {
  if (contains(without_width, value)) return 0;
  return contains(wide, value) ? 2 : 1;
}

std::string_view ansi(Ink ink) {
  switch (ink) {
    case Ink::faint: return "\x1b[2m";
    case Ink::bold: return "\x1b[1m";
    case Ink::green: return "\x1b[32m";
    case Ink::red: return "\x1b[31m";
    case Ink::plain: break;
  }
  return "";
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const CodePoint next = first_code_point(text);
    width += columns_of(next.value);
    text.remove_prefix(next.bytes);
  }
  return width;
}

std::string cut_to_width(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string{text};
  if (width == 0) return "";
  std::size_t used = 0;
  std::size_t bytes = 0;
  while (true) {
    const CodePoint next = first_code_point(text.substr(bytes));
    if (used + columns_of(next.value) > width - 1) break;
    used += columns_of(next.value);
    bytes += next.bytes;
  }
  return std::string{text.substr(0, bytes)} + "…";
}

std::string wrapped(std::string_view text, std::size_t width) {
  std::string result;
  std::size_t used = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    const std::size_t word_width = display_width(word);
    if (used > 0 && used + 1 + word_width > width) {
      result += '\n';
      used = 0;
    } else if (used > 0) {
      result += ' ';
      ++used;
    }
    result += word;
    used += word_width;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

std::string inked(std::string_view text, Ink ink) {
  if (ink == Ink::plain) return std::string{text};
  return std::string{ansi(ink)}.append(text).append("\x1b[0m");
}

void TextTable::column(std::string heading, Align align, Yields yields) {
  columns_.push_back({std::move(heading), align, yields});
}

void TextTable::row(std::vector<Cell> cells) {
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> TextTable::column_widths(std::size_t width) const {
  std::vector<std::size_t> widths, narrowest;
  std::size_t together = 0;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::size_t heading = display_width(columns_[i].heading);
    std::size_t cells = 0;
    for (const auto& row : rows_) cells = std::max(cells, display_width(row[i].text));
    widths.push_back(std::max(heading, cells));
    narrowest.push_back(columns_[i].yields == Yields::heading ? cells
                        : columns_[i].yields == Yields::cells ? heading
                                                              : widths.back());
    together += widths.back() + (i > 0 ? gutter.size() : 0);
  }
  for (std::size_t i = 0; i < columns_.size() && together > width; ++i) {
    const std::size_t cut = std::min(together - width, widths[i] - std::min(widths[i], narrowest[i]));
    widths[i] -= cut;
    together -= cut;
  }
  return widths;
}

std::string TextTable::line(const std::vector<Cell>& cells, const std::vector<std::size_t>& widths, bool colour) const {
  std::string result;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const bool last = i + 1 == columns_.size();
    const std::string text = cut_to_width(cells[i].text, widths[i]);
    const std::string padding(widths[i] - display_width(text), ' ');
    if (i > 0) result += gutter;
    if (columns_[i].align == Align::right) result += padding;
    result += colour ? inked(text, cells[i].ink) : text;
    if (columns_[i].align == Align::left && !last) result += padding;
  }
  result.erase(result.find_last_not_of(' ') + 1);
  return result + '\n';
}

std::string TextTable::text(std::size_t width, bool colour) const {
  const auto widths = column_widths(width);
  std::vector<Cell> headings, rules;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    headings.push_back({columns_[i].heading, Ink::bold});
    std::string rule;
    for (std::size_t dash = 0; dash < widths[i]; ++dash) rule += "─";
    rules.push_back({rule, Ink::faint});
  }
  std::string result = line(headings, widths, colour) + line(rules, widths, colour);
  for (const auto& row : rows_) result += line(row, widths, colour);
  return result;
}

}  // namespace twinline::reports
