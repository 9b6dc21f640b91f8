// What a check of KPIs says in words and numbers, the same on the terminal, in Markdown and in JUnit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/kpi/kpi_check.hpp"

namespace twinline::reports::kpi_check_words {

/// "within", "worse" or "undecided", as programs read it too.
std::string_view verdict_name(CheckVerdict verdict);

/// One row of a table, as text.
struct Row {
  std::string arm, kpi, baseline, now, change, bounds, tolerance, replications;
};
Row row_of(const CheckedScenario& scenario, const CheckedArm& arm, const CheckedKpi& kpi);

/// "service level, queue loans changed by −3.1 points, [−3.9, −2.3], of which −0.5 points are tolerated"
std::string change_in_words(const CheckedScenario& scenario, const CheckedKpi& kpi);

/// "bank · at most 1000 replications, seed 42 · model version 1"
std::string scenario_line(const CheckedScenario& scenario);

/// "Fails: 2 of 12 KPIs got worse." and, where there are any, what undecided means. A sentence or two each.
std::vector<std::string> conclusions(const KpiCheckResult& result);

/// What the bounds are, and how sure.
std::string note(const KpiCheckResult& result);

}  // namespace twinline::reports::kpi_check_words
