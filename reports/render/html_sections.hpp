// The page's sections that are text and tables alone.
#pragma once

#include <string>

#include "reports/render/report_view.hpp"

namespace twinline::reports {

/// The few KPIs that answer "how did it go" as large numbers; in a comparison b's values with the change from
/// a.
std::string headline_cards(const ReportView& view);

/// For every compared pair, the conclusion in words.
std::string conclusion_section(const ComparisonResult& result);

/// All total KPIs with half widths, one column per arm.
std::string totals_section(const ReportView& view);

/// One table each by queue, group, call type, segment and part of the infrastructure, with the differences by that
/// dimension below.
std::string dimension_sections(const ReportView& view);

std::string guardrail_section(const ComparisonResult& result);

/// What each arm changes in the scenario, and which effects are assumed rather than calibrated.
std::string arms_section(const ComparisonResult& result);

/// Every KPI's definition, the service level's variant and target by queue among them.
std::string definitions_section(const ReportView& view);

/// What it takes to repeat the result.
std::string footer(const ReportView& view);

/// CSS class of a verdict: "good", "bad" or "neutral".
std::string verdict_class(Verdict verdict);

}  // namespace twinline::reports
