#include "reports/render/html.hpp"

#include <fmt/format.h>

#include "reports/render/html_charts.hpp"
#include "reports/render/html_page.hpp"
#include "reports/render/html_sections.hpp"
#include "reports/render/kpi_text.hpp"
#include "reports/render/method_sections.hpp"

namespace twinline::reports {
namespace {

std::string comparison_title(const ComparisonResult& result) {
  if (result.arms.size() == 2) return fmt::format("A/B: {} → {}", result.arms[0].name, result.arms[1].name);
  return fmt::format("Comparison of {} arms: {}", result.arms.size(), result.identity.scenario_name);
}

}  // namespace

std::string html_report(const RunResult& result) {
  const ReportView view = view_of(result);
  return page("Run: " + result.identity.scenario_name, identity_line(result.identity, ""),
              headline_cards(view) + interval_section(view) + service_level_map(view) + infrastructure_sections(view) +
                  totals_section(view) + steady_state_section(result) + variance_section(result) +
                  dimension_sections(view) + definitions_section(view) + footer(view));
}

std::string html_report(const ComparisonResult& result) {
  const ReportView view = view_of(result);
  std::string sections = headline_cards(view) + conclusion_section(result) + interval_section(view);
  for (const auto& [a, b] : pairs_of(result)) sections += forest_section(view, a, b) + change_map(view, a, b);
  sections += infrastructure_sections(view) + guardrail_section(result) + totals_section(view) +
              dimension_sections(view) + arms_section(result) + definitions_section(view) + footer(view);
  return page(comparison_title(result), identity_line(result.identity, result.paired ? "paired " : "independent "),
              sections);
}

}  // namespace twinline::reports
