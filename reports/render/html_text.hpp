// The pieces a page is written from: escaped text, tables and figures. Everything that comes from a scenario
// goes through here, because names of queues and arms are free text and the page must show them, not run
// them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace twinline::reports {

/// Text for element content and for attribute values in quotes.
std::string escaped(std::string_view text);

/// JSON text that may stand inside a <script> element: nothing in it can end the element or open a comment.
std::string script_safe(std::string_view json);

/// A <figure> that the chart script draws into, by the drawing called `chart`, from `json`. `label` is what a
/// screen reader says of it.
std::string figure(std::string_view chart, std::string_view label, std::string_view json);

/// A card with a heading, a sentence below it (may be empty) and a body of HTML.
std::string card(std::string_view heading, std::string_view sentence, std::string_view body);

/// An unfolded <details>; the script folds those behind a drawn chart.
std::string unfolded(std::string_view summary, std::string_view body);

/// A table with a caption; the first column is of words and names the rows.
class HtmlTable {
 public:
  struct Cell {
    std::string text;
    std::string css_class{};
  };

  explicit HtmlTable(std::string caption);

  /// Neighbouring columns of the same non-empty group share a heading above their own.
  void column(std::string heading, std::string group = "");

  /// A column of words: aligned left, where numbers are aligned right.
  void words_column(std::string heading);
  void row(std::vector<Cell> cells);
  bool empty() const { return rows_.empty(); }

  /// The table inside a box that scrolls sideways where the screen is narrow.
  std::string text() const;

 private:
  struct Column {
    std::string heading, group;
    bool words = false;
  };
  std::string head() const;

  std::string caption_;
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace twinline::reports
