// A check of KPIs against their baselines as it is shown: on the terminal, to programs, to a CI server, on a page of
// Markdown. Each says what got worse, by how much, and what could not be decided.
#pragma once

#include <string>

#include "reports/kpi/kpi_check.hpp"
#include "reports/render/terminal.hpp"

namespace twinline::reports {

std::string terminal_table(const KpiCheckResult& result, const TerminalStyle& style);

/// Schema "twinline.kpi-check/1". Durations are in seconds, shares between 0 and 1; what is unknown is null.
std::string to_json(const KpiCheckResult& result);

/// JUnit XML: a suite for each scenario, a case for each KPI of each arm. What got worse failed; what is undecided was
/// skipped, or failed where that counts.
std::string junit(const KpiCheckResult& result);

/// A page, or the summary of a CI job: one table for each scenario.
std::string markdown(const KpiCheckResult& result);

}  // namespace twinline::reports
