#include <cstdio>
#include <exception>

#include <fmt/format.h>

#include "reports/journal/journal_error.hpp"
#include "sim/lab/journal_report.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/options.hpp"
#include "sim/main/output_files.hpp"
#include "sim/main/run_output.hpp"

namespace twinline::cli {

int report(const ReportOptions& options) try {
  require_writable_folder(options.out);
  const sim::JournalReport report = sim::report_of(options.journal);
  for (const std::string& warning : report.warnings) fmt::print(stderr, "warning: {}\n", warning);
  show(report.result, {options.out, options.json, options.csv});
  return fine;
} catch (const journal::JournalError& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
} catch (const std::invalid_argument& error) {
  fmt::print(stderr, "{}: {}\n", options.journal, error.what());
  return bad_input;
} catch (const std::exception& error) {
  fmt::print(stderr, "twinline report: {}\n", error.what());
  return failed;
}

}  // namespace twinline::cli
