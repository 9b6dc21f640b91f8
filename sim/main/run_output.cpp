#include "sim/main/run_output.hpp"

#include <cstdio>

#include <fmt/format.h>

#include "reports/render/comparison_text.hpp"
#include "reports/render/csv.hpp"
#include "reports/render/html.hpp"
#include "reports/render/json.hpp"
#include "reports/render/terminal.hpp"
#include "sim/main/output_files.hpp"
#include "sim/main/terminal.hpp"

namespace twinline::cli {

void show(const reports::RunResult& result, const OutputChoice& choice) {
  if (!choice.folder.empty()) {
    write_files(choice.folder, {{"report.html", reports::html_report(result)},
                                {"result.json", reports::to_json(result)},
                                {"intervals.csv", reports::intervals_csv(result)},
                                {"estimates.csv", reports::estimates_csv(result)}});
  }
  fmt::print("{}", choice.json  ? reports::to_json(result)
                   : choice.csv ? reports::estimates_csv(result)
                                : reports::terminal_table(result, output_style()));
  if (!choice.folder.empty()) fmt::print(stderr, "Report: {}/report.html\n", choice.folder);
}

void show(const reports::ComparisonResult& result, const OutputChoice& choice) {
  if (result.stopped) fmt::print(stderr, "{}\n", reports::stopped_text(*result.stopped));
  if (!choice.folder.empty()) {
    write_files(choice.folder, {{"report.html", reports::html_report(result)},
                                {"result.json", reports::to_json(result)},
                                {"intervals.csv", reports::intervals_csv(result)},
                                {"estimates.csv", reports::estimates_csv(result)},
                                {"differences.csv", reports::differences_csv(result)}});
  }
  fmt::print("{}", choice.json  ? reports::to_json(result)
                   : choice.csv ? reports::differences_csv(result)
                                : reports::terminal_table(result, output_style()));
  if (!choice.folder.empty()) fmt::print(stderr, "Report: {}/report.html\n", choice.folder);
}

}  // namespace twinline::cli
