// A table for a terminal: columns as wide as their widest cell, aligned by what a cell occupies on the screen
// rather than by its bytes. It knows nothing of KPIs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace twinline::reports {

/// Columns that UTF-8 text occupies: two for East Asian wide characters and emoji, none for combining marks.
std::size_t display_width(std::string_view text);

/// The text cut to `width` columns, its last one an ellipsis where something was cut.
std::string cut_to_width(std::string_view text, std::size_t width);

/// The text with line breaks between words, so that no line is wider than `width` unless a single word is.
std::string wrapped(std::string_view text, std::size_t width);

enum class Align : std::uint8_t { left, right };
enum class Ink : std::uint8_t { plain, faint, bold, green, red };

/// The text in an ANSI colour; as it is when `ink` is plain.
std::string inked(std::string_view text, Ink ink);

class TextTable {
 public:
  struct Cell {
    std::string text;
    Ink ink = Ink::plain;
  };

  /// What may be cut of a column in a table that is too wide.
  enum class Yields : std::uint8_t { nothing, heading, cells };

  void column(std::string heading, Align align, Yields yields = Yields::nothing);
  void row(std::vector<Cell> cells);

  /// The table with a rule under its headings. Where it would be wider than `width`, columns that yield are cut, from
  /// left to right: a heading down to the widest cell under it, cells down to their heading.
  std::string text(std::size_t width, bool colour) const;

 private:
  struct Column {
    std::string heading;
    Align align;
    Yields yields;
  };
  std::vector<std::size_t> column_widths(std::size_t width) const;
  std::string line(const std::vector<Cell>& cells, const std::vector<std::size_t>& widths, bool colour) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace twinline::reports
