#include <fmt/format.h>

#include "reports/render/html_text.hpp"
#include "reports/render/kpi_check.hpp"
#include "reports/render/kpi_check_words.hpp"

namespace twinline::reports {
namespace {

/// Text inside a table of Markdown, shown as it is.
std::string markdown_text(std::string_view text) {
  std::string shown;
  for (const char letter : escaped(text)) {
    if (std::string_view{"|\\`*_[]"}.find(letter) != std::string_view::npos) shown += '\\';
    shown += letter == '\n' ? ' ' : letter;
  }
  return shown;
}

std::string table_row(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const std::string& cell : cells) text += " " + markdown_text(cell) + " |";
  return text + '\n';
}

std::string markdown_table(const CheckedScenario& scenario) {
  std::string text =
      "| Arm | KPI | Baseline | Now | Change | Bounds | Tolerated | n | |\n"
      "|---|---|--:|--:|--:|---|--:|--:|---|\n";
  for (const CheckedArm& arm : scenario.arms) {
    for (const CheckedKpi& kpi : arm.kpis) {
      const kpi_check_words::Row row = kpi_check_words::row_of(scenario, arm, kpi);
      const std::string verdict{kpi_check_words::verdict_name(kpi.verdict)};
      std::string cells =
          table_row({row.arm, row.kpi, row.baseline, row.now, row.change, row.bounds, row.tolerance, row.replications});
      cells.pop_back();
      text += cells + (kpi.verdict == CheckVerdict::within ? " within |\n" : " **" + verdict + "** |\n");
    }
  }
  return text;
}

}  // namespace

std::string markdown(const KpiCheckResult& result) {
  std::string text = "# KPI check\n\n";
  for (const std::string& sentence : kpi_check_words::conclusions(result)) text += sentence + "\n\n";
  for (const CheckedScenario& scenario : result.scenarios) {
    text += fmt::format("## {}\n\n{}\n\n{}\n", markdown_text(scenario.file),
                        markdown_text(kpi_check_words::scenario_line(scenario)), markdown_table(scenario));
  }
  return text + kpi_check_words::note(result) + '\n';
}

}  // namespace twinline::reports
