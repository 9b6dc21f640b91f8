#include <algorithm>

#include "reports/render/kpi_check.hpp"
#include "reports/render/kpi_check_words.hpp"
#include "reports/render/text_table.hpp"

namespace twinline::reports {
namespace {

Ink ink_of(CheckVerdict verdict) {
  switch (verdict) {
    case CheckVerdict::within: return Ink::green;
    case CheckVerdict::worse: return Ink::red;
    case CheckVerdict::undecided: break;
  }
  return Ink::faint;
}

std::string table_of(const CheckedScenario& scenario, std::size_t width, bool colour) {
  const bool has_arms = scenario.arms.size() > 1 || !scenario.arms.front().name.empty();
  TextTable table;
  if (has_arms) table.column("Arm", Align::left, TextTable::Yields::cells);
  table.column("KPI", Align::left);
  table.column("Baseline", Align::right);
  table.column("Now", Align::right);
  table.column("Change", Align::right);
  table.column("Bounds", Align::left);
  table.column("Tolerated", Align::right);
  table.column("n", Align::right);
  table.column("Verdict", Align::left);
  for (const CheckedArm& arm : scenario.arms) {
    for (const CheckedKpi& kpi : arm.kpis) {
      const kpi_check_words::Row row = kpi_check_words::row_of(scenario, arm, kpi);
      const Ink ink = ink_of(kpi.verdict);
      std::vector<TextTable::Cell> cells;
      if (has_arms) cells.push_back({row.arm, Ink::plain});
      for (const std::string& text : {row.kpi, row.baseline, row.now}) cells.push_back({text, Ink::plain});
      cells.push_back({row.change, ink});
      for (const std::string& text : {row.bounds, row.tolerance, row.replications}) cells.push_back({text, Ink::plain});
      cells.push_back({std::string{kpi_check_words::verdict_name(kpi.verdict)}, ink});
      table.row(std::move(cells));
    }
  }
  return table.text(width, colour);
}

}  // namespace

std::string terminal_table(const KpiCheckResult& result, const TerminalStyle& style) {
  const auto width = static_cast<std::size_t>(std::max(style.width, 40));
  std::string text;
  for (const CheckedScenario& scenario : result.scenarios) {
    const std::string line = scenario.file + " · " + kpi_check_words::scenario_line(scenario);
    text += (style.colour ? inked(wrapped(line, width), Ink::bold) : wrapped(line, width)) + "\n\n";
    text += table_of(scenario, width, style.colour) + '\n';
  }
  for (const std::string& sentence : kpi_check_words::conclusions(result)) text += wrapped(sentence, width) + '\n';
  return text + '\n' + wrapped(kpi_check_words::note(result), width) + '\n';
}

}  // namespace twinline::reports
