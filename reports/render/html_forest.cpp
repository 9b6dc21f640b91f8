#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "reports/render/chart_json.hpp"
#include "reports/render/comparison_text.hpp"
#include "reports/render/html_charts.hpp"
#include "reports/render/html_sections.hpp"
#include "reports/render/html_text.hpp"
#include "reports/render/kpi_text.hpp"

namespace twinline::reports {
namespace {

/// Right of zero is good for b: where lower is better, the scaled interval is mirrored.
Json forest_row(const KpiDefinition* kpi, std::string title, const Difference& difference, double scale) {
  const bool mirrored = kpi && kpi->direction == Direction::lower_is_better;
  const double factor = (mirrored ? -1 : 1) / scale;
  const auto [low, high] = std::minmax({difference.low * factor, difference.high * factor});
  const Unit unit = kpi ? kpi->unit : Unit::count;
  return {{"title", std::move(title)},
          {"mean", charted(difference.mean * factor)},
          {"low", charted(low)},
          {"high", charted(high)},
          {"verdict", verdict_text(difference.verdict)},
          {"label", difference_text(unit, difference.mean, difference.low, difference.high) + " " +
                        interval_text(unit, difference.mean, difference.low, difference.high)}};
}

struct ForestData {
  Json by_least_effect = Json::array();
  Json by_value_of_a = Json::array();
};

ForestData forest_data(const ReportView& view, const std::string& a, const std::string& b) {
  ForestData data;
  const ArmEstimates* arm_a = view.arm(a);
  for (const Difference* difference : shown_differences(*view.comparison, a, b)) {
    if (!std::isfinite(difference->low) || !std::isfinite(difference->high)) continue;
    const KpiDefinition* kpi = find_definition(view.kpis, difference->kpi);
    const std::string title = placed_title(view.kpis, difference->kpi, difference->by);
    const Estimate* value_of_a = arm_a ? arm_a->find(difference->kpi, difference->by) : nullptr;
    if (difference->least_effect.value_or(0) > 0) {
      data.by_least_effect.push_back(forest_row(kpi, title, *difference, *difference->least_effect));
    } else if (value_of_a && std::abs(value_of_a->mean) > 0) {
      data.by_value_of_a.push_back(forest_row(kpi, title, *difference, std::abs(value_of_a->mean) / 100));
    }
  }
  return data;
}

std::string difference_table(const ReportView& view, const std::string& a, const std::string& b) {
  HtmlTable table{fmt::format("Differences {} − {}", b, a)};
  for (const std::string& heading : {std::string{"KPI"}, a, b}) table.column(heading);
  for (const char* heading : {"Difference", "95 % interval", "95 % for all named KPIs at once", "p after Holm",
                              "Gain of pairing", "Least effect", "Verdict"}) {
    table.column(heading);
  }
  for (const Difference* shown : shown_differences(*view.comparison, a, b)) {
    const Difference& difference = *shown;
    const Unit unit = unit_of(view.kpis, difference.kpi);
    std::vector<HtmlTable::Cell> cells{{placed_title(view.kpis, difference.kpi, difference.by)}};
    for (const std::string& name : {a, b}) {
      const ArmEstimates* arm = view.arm(name);
      cells.push_back({estimate_text(unit, arm ? arm->find(difference.kpi, difference.by) : nullptr)});
    }
    cells.push_back({difference_text(unit, difference.mean, difference.low, difference.high)});
    cells.push_back({interval_text(unit, difference.mean, difference.low, difference.high)});
    const Adjustment* adjusted = difference.adjustment ? &*difference.adjustment : nullptr;
    cells.push_back({adjusted ? interval_text(unit, difference.mean, adjusted->low, adjusted->high) : ""});
    cells.push_back({adjusted_p_text(difference)});
    cells.push_back({gain_text(difference.variance_ratio)});
    cells.push_back({difference.least_effect ? least_effect_text(unit, *difference.least_effect) : "–"});
    cells.push_back({std::string{verdict_text(difference.verdict)}, verdict_class(difference.verdict)});
    table.row(std::move(cells));
  }
  return table.text();
}

}  // namespace

std::string forest_section(const ReportView& view, const std::string& a, const std::string& b) {
  const ForestData data = forest_data(view, a, b);
  const std::string heading = fmt::format("Difference {} − {} with 95 % confidence", b, a);
  std::string sentence = view.comparison->paired ? "Paired by common random numbers." : "Independent replications.";
  std::string figures;
  const auto add = [&](const Json& rows, std::string_view scale, std::string_view words) {
    if (rows.empty()) return;
    figures += figure("forest", fmt::format("{}, {}", heading, words),
                      json_text({{"a", a}, {"b", b}, {"scale", scale}, {"rows", rows}}));
  };
  if (!data.by_least_effect.empty()) {
    sentence += " Scaled to each KPI’s smallest effect that matters (dotted lines = ±1).";
  }
  add(data.by_least_effect, "least_effect", "in units of the smallest effect that matters");
  if (!data.by_value_of_a.empty()) {
    sentence += fmt::format(" KPIs without a stated smallest effect: per cent of {}’s value.", a);
  }
  add(data.by_value_of_a, "relative", "in per cent of the value before");
  sentence += " Right of zero is better; for KPIs without a good direction it is higher.";
  return card(heading, sentence, figures + unfolded("Data table", difference_table(view, a, b)));
}

}  // namespace twinline::reports
