// A small CSV file with a header, read by column name: volumes and observed durations beside a scenario. Call
// logs are not its business; sim/twin reads those.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/schema/diagnostics.hpp"

namespace twinline::scenarios {

class CsvColumns {
 public:
  /// Reads the header. `text` must outlive this. Comma or semicolon separates, whichever the header uses.
  CsvColumns(std::string_view text, std::string file, Problems& problems);

  /// Reports columns that are missing, unknown or given twice; false when the rows cannot be read.
  bool require(const std::vector<std::string>& needed, const std::vector<std::string>& allowed);

  bool has(const std::string& column) const { return columns_.contains(column); }

  /// Goes to the next row with anything in it; a row with too few or too many cells is reported and passed
  /// over, until there are too many such rows.
  bool next();

  std::string_view cell(const std::string& column) const { return cells_[columns_.at(column)]; }
  Place place(const std::string& column) const;

  /// A number of at least `low`; what is none is reported.
  std::optional<double> number(const std::string& column, double low);

 private:
  bool read_line();

  std::string_view rest_;
  std::shared_ptr<const std::string> file_;
  Problems& problems_;
  char separator_ = ',';
  int line_ = 0;
  int bad_rows_ = 0;
  std::map<std::string, std::size_t> columns_;
  std::vector<std::string_view> cells_;
  std::vector<int> starts_;  ///< column of each cell's first character
};

}  // namespace twinline::scenarios
