// What all importers of row-by-row logs share: reading the source, counting bad rows, writing the table only
// when the import stands. What a row means is the RowFormat's business.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/twin/csv_reader.hpp"
#include "sim/twin/import.hpp"

namespace twinline::twin {

/// A field that could not be read. `kind` groups like ones in the report.
struct FieldProblem {
  std::string_view kind;
  Problem problem;
};

/// Gathers what is wrong with one row, or with the header row.
class RowProblems {
 public:
  explicit RowProblems(std::string file) : file_(std::move(file)) {}

  void add(std::string_view kind, std::uint64_t line, std::uint64_t column, std::string text);
  void add(std::string_view kind, const CsvField& field, std::string text) {
    add(kind, field.line, field.column, std::move(text));
  }
  /// A problem that lies in another file than the log.
  void add_elsewhere(std::string_view kind, Problem problem) { problems_.push_back({kind, std::move(problem)}); }

  void clear() { problems_.clear(); }
  bool empty() const { return problems_.empty(); }
  std::vector<FieldProblem>& all() { return problems_; }

 private:
  std::string file_;
  std::vector<FieldProblem> problems_;
};

/// How one log format says what a CallRecord says.
class RowFormat {
 public:
  virtual ~RowFormat() = default;

  /// Finds the columns; called once.
  virtual void read_header(const CsvRow& header, RowProblems& problems) = 0;

  /// Fills `call`, which is fresh but for its source_line. When `problems` is not empty afterwards, the row
  /// is bad.
  virtual void read_row(const CsvRow& row, CallRecord& call, RowProblems& problems) = 0;
};

struct RowImport {
  std::string importer;  ///< for CallTableInfo
  std::string time_zone;
  CsvDialect dialect;
};

/// Runs an import from front to back. Does not throw BadInput: it is the outcome.
ImportOutcome import_rows(const std::filesystem::path& log, const RowImport& import, RowFormat& format,
                          const ImportOptions& options);

/// The positions of the `wanted` columns in the header row; adds a problem for each that is missing or there
/// twice, and only one when none is there.
std::vector<std::size_t> find_columns(const CsvRow& header, const std::vector<std::string>& wanted,
                                      RowProblems& problems);

}  // namespace twinline::twin
