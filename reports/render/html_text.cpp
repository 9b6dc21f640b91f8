#include "reports/render/html_text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace twinline::reports {

std::string escaped(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      case '\'': result += "&#39;"; break;
      default: result += c;
    }
  }
  return result;
}

std::string script_safe(std::string_view json) {
  // In JSON these characters occur only inside strings, where their escapes mean the same.
  std::string result;
  result.reserve(json.size());
  for (const char c : json) {
    switch (c) {
      case '<': result += "\\u003c"; break;
      case '>': result += "\\u003e"; break;
      case '&': result += "\\u0026"; break;
      default: result += c;
    }
  }
  return result;
}

std::string figure(std::string_view chart, std::string_view label, std::string_view json) {
  return fmt::format(
      "<figure data-chart=\"{}\" aria-label=\"{}\"><script type=\"application/json\">{}</script></figure>\n",
      escaped(chart), escaped(label), script_safe(json));
}

std::string card(std::string_view heading, std::string_view sentence, std::string_view body) {
  const std::string paragraph = sentence.empty() ? "" : fmt::format("<p>{}</p>\n", escaped(sentence));
  return fmt::format("<section class=\"card\">\n<h2>{}</h2>\n{}{}</section>\n", escaped(heading), paragraph, body);
}

std::string unfolded(std::string_view summary, std::string_view body) {
  return fmt::format("<details open>\n<summary>{}</summary>\n{}</details>\n", escaped(summary), body);
}

HtmlTable::HtmlTable(std::string caption) : caption_(std::move(caption)) {}

void HtmlTable::column(std::string heading, std::string group) {
  const bool first = columns_.empty();
  columns_.push_back({std::move(heading), std::move(group), first});
}

void HtmlTable::words_column(std::string heading) { columns_.push_back({std::move(heading), "", true}); }

void HtmlTable::row(std::vector<Cell> cells) {
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

std::string HtmlTable::head() const {
  const bool grouped =
      std::any_of(columns_.begin(), columns_.end(), [](const Column& column) { return !column.group.empty(); });
  const std::string two_rows = grouped ? " rowspan=\"2\"" : "";
  std::string upper, lower;
  for (std::size_t i = 0; i < columns_.size();) {
    const Column& column = columns_[i];
    std::size_t end = i + 1;
    if (column.group.empty()) {
      const std::string words = column.words ? " class=\"words\"" : "";
      upper += fmt::format("<th scope=\"col\"{}{}>{}</th>", two_rows, words, escaped(column.heading));
    } else {
      while (end < columns_.size() && columns_[end].group == column.group) ++end;
      upper += fmt::format("<th scope=\"colgroup\" colspan=\"{}\">{}</th>", end - i, escaped(column.group));
      for (std::size_t j = i; j < end; ++j) {
        lower += fmt::format("<th scope=\"col\">{}</th>", escaped(columns_[j].heading));
      }
    }
    i = end;
  }
  return fmt::format("<thead><tr>{}</tr>{}</thead>\n", upper, grouped ? "<tr>" + lower + "</tr>" : "");
}

std::string HtmlTable::text() const {
  std::string body;
  for (const auto& row : rows_) {
    body += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Cell& cell = row[i];
      std::string classes = columns_[i].words ? "words" : "";
      if (!cell.css_class.empty()) classes += (classes.empty() ? "" : " ") + cell.css_class;
      const std::string attribute = classes.empty() ? "" : fmt::format(" class=\"{}\"", classes);
      body += i == 0 ? fmt::format("<th scope=\"row\"{}>{}</th>", attribute, escaped(cell.text))
                     : fmt::format("<td{}>{}</td>", attribute, escaped(cell.text));
    }
    body += "</tr>\n";
  }
  return fmt::format(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
      "aria-label=\"{0}\"><table>\n<caption>{0}</caption>\n"
      "{1}<tbody>\n{2}</tbody></table></div>\n",
      escaped(caption_), head(), body);
}

}  // namespace twinline::reports
