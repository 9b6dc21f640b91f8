#include "reports/render/html_sections.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "reports/render/comparison_text.hpp"
#include "reports/render/html_text.hpp"
#include "reports/render/kpi_text.hpp"

namespace twinline::reports {
namespace {

constexpr std::size_t most_cards = 4;

/// The headline KPIs in order of interest; the first few that were estimated become cards.
constexpr std::array<const char*, 7> headline_kpis{"service_level", "asa",       "abandonment_rate", "wait_p99",
                                                   "mean_wait",     "occupancy", "offered"};

struct DimensionWords {
  const char* dimension;
  const char* heading;
  const char* row;
};

constexpr std::array<DimensionWords, 10> dimension_words{{{"queue", "By queue", "Queue"},
                                                          {"group", "By agent group", "Agent group"},
                                                          {"call_type", "By call type", "Call type"},
                                                          {"segment", "By segment", "Segment"},
                                                          {"service", "By service", "Service"},
                                                          {"host", "By host", "Host"},
                                                          {"link", "By link", "Link"},
                                                          {"trunk", "By trunk", "Trunk"},
                                                          {"site", "By site", "Site"},
                                                          {"cause", "Dropped calls by cause", "Cause"}}};

/// "+6.8 points against fifo · better", in the verdict's colour.
std::string change_line(const ReportView& view, const Difference& difference, bool one_pair) {
  const Unit unit = unit_of(view.kpis, difference.kpi);
  const std::string change = difference_text(unit, difference.mean, difference.low, difference.high);
  const std::string text =
      one_pair ? fmt::format("{} against {}", change, difference.a) : fmt::format("{}: {}", difference.b, change);
  return fmt::format("<span class=\"change {}\">{} · {}</span>", verdict_class(difference.verdict), escaped(text),
                     verdict_text(difference.verdict));
}

/// One pair: b's value and its change. Several: the value of a, and a line for each b.
std::string headline_card(const ReportView& view, const std::string& kpi) {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  const Pairs pairs = view.comparison ? pairs_of(*view.comparison) : Pairs{};
  const bool one_pair = pairs.size() == 1;
  const ArmEstimates* arm = pairs.empty() ? &view.arms.front() : view.arm(one_pair ? pairs[0].second : pairs[0].first);
  const Estimate* estimate = arm ? arm->find(kpi, total) : nullptr;
  if (!estimate) return "";
  std::string changes;
  if (view.comparison) {
    for (const Difference& difference : view.comparison->differences) {
      if (difference.kpi == kpi && difference.by.empty()) changes += change_line(view, difference, one_pair);
    }
  }
  const Unit unit = unit_of(view.kpis, kpi);
  const std::string title = title_of(view.kpis, kpi) + (pairs.size() > 1 ? ", " + arm->name() : "");
  return fmt::format("<div class=\"card kpi\"><h2>{}</h2><strong>{}</strong><small>{}</small>{}</div>\n",
                     escaped(title), escaped(value_text(unit, estimate->mean, estimate->half_width)),
                     escaped(half_width_text(unit, estimate->mean, estimate->half_width)), changes);
}

void arm_columns(HtmlTable& table, const ReportView& view, const std::string& kpi) {
  const std::string title = title_of(view.kpis, kpi);
  for (const ArmEstimates& arm : view.arms) {
    if (view.comparison) {
      table.column(arm.name(), title);
    } else {
      table.column(title);
    }
  }
}

std::string differences_by(const ReportView& view, const DimensionWords& words) {
  if (!view.comparison) return "";
  HtmlTable table{fmt::format("Differences, {}", in_sentence(words.heading))};
  for (const char* heading : {words.row, "KPI", "Arms"}) table.words_column(heading);
  table.column("Difference");
  table.column("95 % interval");
  table.column("p after Holm");
  table.words_column("Verdict");
  for (const Difference& difference : view.comparison->differences) {
    if (!has_dimensions(difference.by, {words.dimension})) continue;
    const Unit unit = unit_of(view.kpis, difference.kpi);
    table.row({{difference.by.at(words.dimension)},
               {title_of(view.kpis, difference.kpi)},
               {difference.b + " − " + difference.a},
               {difference_text(unit, difference.mean, difference.low, difference.high)},
               {interval_text(unit, difference.mean, difference.low, difference.high)},
               {adjusted_p_text(difference)},
               {std::string{verdict_text(difference.verdict)}, verdict_class(difference.verdict)}});
  }
  return table.empty() ? "" : unfolded("Differences", table.text());
}

std::string dimension_section(const ReportView& view, const DimensionWords& words) {
  const auto kpis = kpis_by(view.arms, view.kpis, {words.dimension});
  if (kpis.empty()) return "";
  HtmlTable table{words.heading};
  table.column(words.row);
  for (const std::string& kpi : kpis) arm_columns(table, view, kpi);
  for (const std::string& value : values_of(view.arms, words.dimension)) {
    std::vector<HtmlTable::Cell> cells{{value}};
    for (const std::string& kpi : kpis) {
      for (const ArmEstimates& arm : view.arms) {
        cells.push_back({estimate_text(unit_of(view.kpis, kpi), arm.find(kpi, by(words.dimension, value)))});
      }
    }
    table.row(std::move(cells));
  }
  return card(words.heading, "Means over replications with the half widths of their 95 % intervals.",
              table.text() + differences_by(view, words));
}

std::string html_list(const std::vector<std::string>& entries) {
  std::string items;
  for (const std::string& entry : entries) items += fmt::format("<li>{}</li>\n", escaped(entry));
  return "<ul>\n" + items + "</ul>\n";
}

std::string definition_item(const std::string& term, const std::string& definition) {
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(term), escaped(definition));
}

/// Definitions are the scenario's, so whichever arm has the estimate tells it.
const Estimate* estimate_of_any(const ReportView& view, const std::string& kpi, const Dimensions& by) {
  for (const ArmEstimates& arm : view.arms) {
    if (const Estimate* estimate = arm.find(kpi, by)) return estimate;
  }
  return nullptr;
}

/// Queues may count differently; each one's own service level is printed as it was counted.
std::string service_levels_by_queue(const ReportView& view) {
  std::string items;
  for (const std::string& queue : values_of(view.arms, "queue")) {
    const Estimate* estimate = estimate_of_any(view, "service_level", by("queue", queue));
    if (!estimate) continue;
    std::string definition = estimate->definition;
    for (const ServiceLevelGoal& goal : view.goals) {
      if (goal.queue == queue) {
        definition += fmt::format(" Target: {:.4g} % within {:.4g} s.", goal.target * 100, goal.threshold_seconds);
      }
    }
    items += definition_item("Service level of queue " + queue, definition);
  }
  return items;
}

}  // namespace

std::string verdict_class(Verdict verdict) {
  switch (verdict) {
    case Verdict::better: return "good";
    case Verdict::worse: return "bad";
    case Verdict::higher:
    case Verdict::lower:
    case Verdict::no_meaningful_difference:
    case Verdict::undecided: break;
  }
  return "neutral";
}

std::string headline_cards(const ReportView& view) {
  const auto present = kpis_by(view.arms, view.kpis, {});
  std::string cards;
  std::size_t count = 0;
  for (const char* kpi : headline_kpis) {
    if (count == most_cards || std::find(present.begin(), present.end(), kpi) == present.end()) continue;
    cards += headline_card(view, kpi);
    ++count;
  }
  return cards.empty() ? "" : "<div class=\"kpis\">\n" + cards + "</div>\n";
}

std::string conclusion_section(const ComparisonResult& result) {
  std::string sentences;
  for (const auto& [a, b] : pairs_of(result)) {
    sentences += fmt::format("<p class=\"conclusion\">{}</p>\n", escaped(conclusion(result, a, b)));
  }
  if (sentences.empty()) return "";
  if (!result.assumptions.empty()) {
    sentences += "<h3>Assumed, not calibrated</h3>\n" + html_list(result.assumptions);
  }
  return card("Conclusion", "", sentences + unfolded("How sure this is", html_list(method_notes(result))));
}

std::string totals_section(const ReportView& view) {
  HtmlTable table{"All KPIs in total"};
  table.column("KPI");
  for (const ArmEstimates& arm : view.arms) table.column(view.comparison ? arm.name() : "Mean");
  table.column("Replications");
  for (const std::string& kpi : kpis_by(view.arms, view.kpis, {})) {
    std::vector<HtmlTable::Cell> cells{{title_of(view.kpis, kpi)}};
    std::uint64_t n = 0;
    for (const ArmEstimates& arm : view.arms) {
      const Estimate* estimate = arm.find(kpi, total);
      cells.push_back({estimate_text(unit_of(view.kpis, kpi), estimate)});
      if (estimate) n = estimate->n;
    }
    cells.push_back({std::to_string(n)});
    table.row(std::move(cells));
  }
  if (table.empty()) return "";
  return card("All KPIs",
              "Means over replications with the half widths of their 95 % intervals; counts are per "
              "replication.",
              table.text());
}

std::string dimension_sections(const ReportView& view) {
  std::string sections;
  for (const DimensionWords& words : dimension_words) sections += dimension_section(view, words);
  return sections;
}

std::string guardrail_section(const ComparisonResult& result) {
  HtmlTable table{"Guardrails"};
  for (const char* heading : {"Guardrail", "Arms"}) table.words_column(heading);
  for (const char* heading : {"Limit", "95 % interval"}) table.column(heading);
  table.words_column("Held");
  for (const Guardrail& guardrail : result.guardrails) {
    const Unit unit = unit_of(result.kpis, guardrail.kpi);
    table.row({{guardrail_title(result, guardrail)},
               {guardrail.b + " − " + guardrail.a},
               {difference_text(unit, guardrail.limit, guardrail.limit, guardrail.limit)},
               {interval_text(unit, guardrail.low, guardrail.low, guardrail.high)},
               {guardrail.held ? "yes" : "no", guardrail.held ? "good" : "bad"}});
  }
  if (table.empty()) return "";
  return card("Guardrails", "What must not get worse by more than its limit.", table.text());
}

std::string arms_section(const ComparisonResult& result) {
  HtmlTable table{"Arms"};
  for (const char* heading : {"Arm", "Path", "Value"}) table.words_column(heading);
  for (const Arm& arm : result.arms) {
    if (arm.overlays.empty()) table.row({{arm.name}, {"the scenario as it is"}, {""}});
    for (const auto& [path, value] : arm.overlays) table.row({{arm.name}, {path}, {value}});
  }
  return card("Arms", "What each arm changes in the scenario.", table.text());
}

std::string definitions_section(const ReportView& view) {
  std::string items;
  for (const KpiDefinition& kpi : view.kpis) {
    const Estimate* estimate = estimate_of_any(view, kpi.name, total);
    items +=
        definition_item(kpi.title, estimate && !estimate->definition.empty() ? estimate->definition : kpi.definition);
    if (kpi.name == "service_level") items += service_levels_by_queue(view);
  }
  return card("Definitions", "A wait runs from queue entry to the agent's answer or to abandonment.",
              "<dl>\n" + items + "</dl>\n");
}

std::string footer(const ReportView& view) {
  const RunIdentity& identity = view.identity;
  return fmt::format("<footer>\n<dl>\n{}{}{}{}{}{}</dl>\n</footer>\n",
                     definition_item("Scenario", identity.scenario_name),
                     definition_item("Scenario hash (SHA-256)", identity.scenario_hash),
                     definition_item("Seed", std::to_string(identity.seed)),
                     definition_item("Replications", std::to_string(identity.replications)),
                     definition_item("Model version", identity.model_version),
                     definition_item("Program", "twinline " + identity.version));
}

}  // namespace twinline::reports
