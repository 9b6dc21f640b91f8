// Results as a table on a terminal: what a person wants to see first. Only totals and queues stand here;
// intervals are for the page, the CSV and the JSON. Nothing is asked of the terminal: whoever calls says how
// wide it is and whether it shows colours.
#pragma once

#include <string>

#include "reports/kpi/results.hpp"

namespace twinline::reports {

struct TerminalStyle {
  bool colour = false;
  int width = 100;  ///< columns; text wraps and long definitions are cut there
};

/// The run's total KPIs with the half widths of their 95 % intervals, and a table by queue where there are
/// several.
std::string terminal_table(const RunResult& result, const TerminalStyle& style);

/// For every compared pair of arms: both values, the difference with its 95 % interval, the verdict in words,
/// the guardrails, and the conclusion in one sentence.
std::string terminal_table(const ComparisonResult& result, const TerminalStyle& style);

}  // namespace twinline::reports
