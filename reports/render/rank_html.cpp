#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "reports/render/chart_json.hpp"
#include "reports/render/html_page.hpp"
#include "reports/render/html_sections.hpp"
#include "reports/render/html_text.hpp"
#include "reports/render/kpi_text.hpp"
#include "reports/render/rank.hpp"
#include "reports/render/rank_text.hpp"

namespace twinline::reports {
namespace {

std::string paragraph(const std::string& text) {
  return text.empty() ? "" : fmt::format("<p class=\"conclusion\">{}</p>\n", escaped(text));
}

std::string conclusion_card(const RankResult& result) {
  return card("Conclusion", "",
              paragraph(finding(result)) + paragraph(guarantee(result)) + paragraph(fresh_sentence(result)));
}

/// In units of the smallest difference that matters where one is named, else in per cent of the best one's value.
double scale_of(const RankResult& result) {
  if (result.indifference > 0) return result.indifference;
  return std::abs(result.systems.front().mean) / 100;
}

Json forest_rows(const RankResult& result) {
  const double factor = (result.kpi.direction == Direction::lower_is_better ? -1 : 1) / scale_of(result);
  const Unit unit = result.kpi.unit;
  Json rows = Json::array();
  for (const RankedSystem& system : result.systems) {
    const Difference& difference = system.to_selected;
    if (system.standing == Standing::selected || !std::isfinite(difference.low)) continue;
    const auto [low, high] = std::minmax({difference.low * factor, difference.high * factor});
    rows.push_back({{"title", system.arm.name},
                    {"mean", charted(difference.mean * factor)},
                    {"low", charted(low)},
                    {"high", charted(high)},
                    {"verdict", verdict_text(difference.verdict)},
                    {"label", difference_text(unit, difference.mean, difference.low, difference.high) + " " +
                                  interval_text(unit, difference.mean, difference.low, difference.high)}});
  }
  return rows;
}

std::string systems_table(const RankResult& result) {
  const Unit unit = result.kpi.unit;
  HtmlTable table{"Systems"};
  table.column("System");
  table.words_column("Standing");
  for (const char* heading : {"Mean", "95 % ±", "To the best", "95 % interval", "Replications"}) table.column(heading);
  table.words_column("Eliminated by");
  for (const RankedSystem& system : result.systems) {
    const Difference& difference = system.to_selected;
    const bool is_selected = system.standing == Standing::selected;
    table.row({{system.arm.name},
               {std::string{standing_text(system.standing)}, is_selected ? "good" : "neutral"},
               {value_text(unit, system.mean, system.half_width)},
               {half_width_text(unit, system.mean, system.half_width)},
               {is_selected ? "" : difference_text(unit, difference.mean, difference.low, difference.high)},
               {is_selected ? "" : interval_text(unit, difference.mean, difference.low, difference.high)},
               {std::to_string(system.n)},
               {system.eliminated_by}});
  }
  return table.text();
}

std::string systems_section(const RankResult& result) {
  const std::string& best = result.systems.front().arm.name;
  const std::string heading = fmt::format("{}: every system against {}", observed_title(result), best);
  const Json rows = forest_rows(result);
  std::string figures;
  if (!rows.empty() && scale_of(result) > 0) {
    const bool by_zone = result.indifference > 0;
    figures = figure(
        "forest",
        heading +
            (by_zone ? ", in units of the smallest difference that matters" : ", in per cent of the best one's value"),
        json_text(
            {{"a", best}, {"b", "each system"}, {"scale", by_zone ? "least_effect" : "relative"}, {"rows", rows}}));
  }
  return card(heading,
              "Differences over the replications that both have, each interval at 95 % for itself. " +
                  estimand_sentence(result),
              figures + unfolded("Data table", systems_table(result)));
}

std::string changes_section(const RankResult& result) {
  HtmlTable table{"What each system changes"};
  for (const char* heading : {"System", "Path", "Value"}) table.words_column(heading);
  for (const RankedSystem& system : result.systems) {
    if (system.arm.overlays.empty()) table.row({{system.arm.name}, {"the scenario as it is"}, {""}});
    for (const auto& [path, value] : system.arm.overlays) table.row({{system.arm.name}, {path}, {value}});
  }
  return card("Systems", "What each system changes in the scenario.", table.text());
}

std::string assumptions_section(const RankResult& result) {
  if (result.assumptions.empty()) return "";
  std::string items;
  for (const std::string& assumption : result.assumptions) items += fmt::format("<li>{}</li>\n", escaped(assumption));
  return card("Assumed, not calibrated", "", fmt::format("<ul>\n{}</ul>\n", items));
}

}  // namespace

std::string html_report(const RankResult& result) {
  const std::vector<KpiDefinition> kpis{result.kpi};
  const std::vector<ServiceLevelGoal> goals;
  const ReportView view{result.identity, kpis, goals, {}, nullptr};
  return page(fmt::format("Best of {}: {}", result.systems.size(), result.identity.scenario_name),
              identity_line(result.identity, ""),
              conclusion_card(result) + systems_section(result) + changes_section(result) +
                  assumptions_section(result) + definitions_section(view) + footer(view));
}

}  // namespace twinline::reports
