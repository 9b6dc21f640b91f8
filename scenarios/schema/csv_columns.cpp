#include "scenarios/schema/csv_columns.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policies/contract/units.hpp"

namespace twinline::scenarios {
namespace {

/// So many are a slip of the pen; more are another kind of file.
constexpr int most_bad_rows = 20;

std::string_view bare_cell(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\"");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\"") - first + 1);
}

}  // namespace

CsvColumns::CsvColumns(std::string_view text, std::string file, Problems& problems)
    : rest_(text), file_(std::make_shared<const std::string>(std::move(file))), problems_(problems) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (rest_.starts_with(byte_order_mark)) rest_.remove_prefix(byte_order_mark.size());
  const std::string_view header = rest_.substr(0, rest_.find('\n'));
  if (header.find(';') != std::string_view::npos) separator_ = ';';
  read_line();
}

bool CsvColumns::read_line() {
  if (rest_.empty()) return false;
  const auto end = rest_.find('\n');
  const std::string_view line = rest_.substr(0, end);
  rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
  ++line_;
  cells_.clear();
  starts_.clear();
  for (std::size_t start = 0;;) {
    const auto stop = line.find(separator_, start);
    cells_.push_back(bare_cell(line.substr(start, stop == std::string_view::npos ? stop : stop - start)));
    starts_.push_back(static_cast<int>(start) + 1);
    if (stop == std::string_view::npos) return true;
    start = stop + 1;
  }
}

bool CsvColumns::require(const std::vector<std::string>& needed, const std::vector<std::string>& allowed) {
  std::vector<std::string> known = needed;
  known.insert(known.end(), allowed.begin(), allowed.end());
  bool good = true;
  const auto complain = [&](int column, std::string message) {
    problems_.error({file_, 1, column}, std::move(message));
    good = false;
  };
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const std::string name{cells_[i]};
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      const std::string remedy = did_you_mean(name, known);
      complain(starts_[i], fmt::format("unknown column {}{}", in_quotes(name),
                                       remedy.empty() ? fmt::format("; expected {}", listed(known, "or")) : remedy));
    } else if (!columns_.emplace(name, i).second) {
      complain(starts_[i], fmt::format("column {} is given twice", in_quotes(name)));
    }
  }
  for (const std::string& name : needed) {
    if (!has(name)) complain(1, fmt::format("column '{}' is missing", name));
  }
  return good;
}

bool CsvColumns::next() {
  while (read_line()) {
    const bool blank = std::all_of(cells_.begin(), cells_.end(), [](std::string_view cell) { return cell.empty(); });
    if (blank) continue;
    if (cells_.size() == columns_.size()) return true;
    const bool is_last = ++bad_rows_ == most_bad_rows;
    problems_.error({file_, line_, 1}, fmt::format("{} cells; expected {}{}", cells_.size(), columns_.size(),
                                                   is_last ? "; the rest is not read" : ""));
    if (is_last) return false;
  }
  return false;
}

Place CsvColumns::place(const std::string& column) const { return {file_, line_, starts_[columns_.at(column)]}; }

std::optional<double> CsvColumns::number(const std::string& column, double low) {
  const auto value = parse_number(cell(column));
  if (!value) {
    problems_.error(place(column), fmt::format("{} is {}; expected a number", column, in_quotes(cell(column))));
    return std::nullopt;
  }
  if (*value < low) {
    problems_.error(place(column), fmt::format("{} is {}; it must be at least {}", column, cell(column), to_text(low)));
    return std::nullopt;
  }
  return value;
}

}  // namespace twinline::scenarios
