// The importers' front door: a log goes in, a call table and a report come out, or a list of everything that
// is wrong and no table at all. The command line calls these and prints; nothing here prints.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "sim/twin/import_report.hpp"

namespace twinline::twin {

struct ImportOptions {
  /// Where the call table goes; without it the log is only read and reported on.
  std::optional<std::filesystem::path> table;
  /// A single bad row makes the import fail, with nothing written. Otherwise bad rows are left out, counted
  /// and told.
  bool strict = false;
};

struct ImportOutcome {
  int exit_code = 0;                   ///< 0: done; 2: bad input, and nothing was written
  std::optional<ImportReport> report;  ///< nothing when the source could not be read as a table of rows
  std::string messages;                ///< for stderr, each line ended; empty when there is nothing to tell
};

/// The February 1999 bank's form: seventeen tab-separated columns under a header row, clock times of
/// `time_zone`. Every special case is in docs/import.md.
ImportOutcome import_bank_log(const std::filesystem::path& log, const ImportOptions& options,
                              const std::string& time_zone = "Asia/Jerusalem");

/// Any CSV with a header row, by a column map (docs/import.md).
ImportOutcome import_csv(const std::filesystem::path& log, const std::filesystem::path& column_map,
                         const ImportOptions& options);

struct GuessOutcome {
  int exit_code = 0;       ///< 0: `column_map` can be used as it is; 2: it cannot, see messages
  std::string column_map;  ///< YAML for stdout; given even when something essential was not found, to be completed
  std::string messages;
};

/// Proposes a column map from the header row and the first 100,000 rows.
GuessOutcome guess_column_map(const std::filesystem::path& log);

}  // namespace twinline::twin
