#include "reports/render/terminal.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "reports/render/comparison_text.hpp"
#include "reports/render/kpi_text.hpp"
#include "reports/render/lookup.hpp"
#include "reports/render/method_sections.hpp"
#include "reports/render/text_table.hpp"

namespace twinline::reports {
namespace {

std::size_t columns(const TerminalStyle& style) { return static_cast<std::size_t>(std::max(style.width, 40)); }

std::string heading(const TerminalStyle& style, const std::string& text) {
  return (style.colour ? inked(text, Ink::bold) : text) + '\n';
}

Ink ink_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::better: return Ink::green;
    case Verdict::worse: return Ink::red;
    case Verdict::higher:
    case Verdict::lower: return Ink::plain;
    case Verdict::no_meaningful_difference:
    case Verdict::undecided: break;
  }
  return Ink::faint;
}

/// What the arm came to where the difference was taken.
std::string value_of(const std::vector<KpiDefinition>& kpis, const ArmEstimates* arm, const Difference& difference) {
  const Estimate* estimate = arm ? arm->find(difference.kpi, difference.by) : nullptr;
  return estimate ? value_text(unit_of(kpis, difference.kpi), estimate->mean, estimate->half_width) : "";
}

std::string totals(const RunResult& result, const ArmEstimates& arm, const TerminalStyle& style) {
  TextTable table;
  table.column("KPI", Align::left);
  table.column("Mean", Align::right);
  table.column("95 %", Align::right);
  table.column("Definition", Align::left, TextTable::Yields::cells);
  for (const std::string& kpi : kpis_by({arm}, result.kpis, {})) {
    const Estimate& estimate = *arm.find(kpi, total);
    const Unit unit = unit_of(result.kpis, kpi);
    table.row({{title_of(result.kpis, kpi), Ink::plain},
               {value_text(unit, estimate.mean, estimate.half_width), Ink::bold},
               {half_width_text(unit, estimate.mean, estimate.half_width), Ink::plain},
               {estimate.definition, Ink::faint}});
  }
  return table.text(columns(style), style.colour);
}

/// The KPIs that tell queues apart at a glance, of those that were estimated.
std::string by_queue(const RunResult& result, const ArmEstimates& arm, const TerminalStyle& style) {
  const auto queues = values_of({arm}, "queue");
  if (queues.size() < 2) return "";
  const auto estimated = kpis_by({arm}, result.kpis, {"queue"});
  TextTable table;
  table.column("Queue", Align::left);
  std::vector<std::string> shown;
  for (const char* kpi : {"offered", "service_level", "asa", "abandonment_rate"}) {
    if (std::find(estimated.begin(), estimated.end(), kpi) == estimated.end()) continue;
    shown.emplace_back(kpi);
    table.column(title_of(result.kpis, kpi), Align::right);
  }
  for (const std::string& queue : queues) {
    std::vector<TextTable::Cell> cells{{queue, Ink::plain}};
    for (const std::string& kpi : shown) {
      const Estimate* estimate = arm.find(kpi, by("queue", queue));
      const Unit unit = unit_of(result.kpis, kpi);
      cells.push_back({estimate ? value_text(unit, estimate->mean, estimate->half_width) : "", Ink::plain});
    }
    table.row(std::move(cells));
  }
  return '\n' + table.text(columns(style), style.colour);
}

/// How each part of the infrastructure did, one line each.
std::string infrastructure(const RunResult& result, const ArmEstimates& arm, const TerminalStyle& style) {
  TextTable table;
  table.column("What the calls ran on", Align::left);
  constexpr std::array shown{"availability", "utilisation", "saturation", "trunk_blocking", "response_time"};
  for (const char* kpi : shown) table.column(title_of(result.kpis, kpi), Align::right);
  for (const char* kind : {"site", "host", "link", "trunk", "service"}) {
    for (const std::string& name : values_of({arm}, kind)) {
      std::vector<TextTable::Cell> cells{{fmt::format("{} {}", kind, name), Ink::plain}};
      for (const char* kpi : shown) {
        const Estimate* estimate = arm.find(kpi, by(kind, name));
        const Unit unit = unit_of(result.kpis, kpi);
        cells.push_back({estimate ? value_text(unit, estimate->mean, estimate->half_width) : "", Ink::plain});
      }
      table.row(std::move(cells));
    }
  }
  return result.infrastructure ? '\n' + table.text(columns(style), style.colour) : "";
}

const ArmEstimates* arm_called(const std::vector<ArmEstimates>& arms, const std::string& name) {
  const auto found = std::find_if(arms.begin(), arms.end(), [&](const auto& arm) { return arm.name() == name; });
  return found == arms.end() ? nullptr : &*found;
}

std::string differences(const ComparisonResult& result, const std::vector<ArmEstimates>& arms, const std::string& a,
                        const std::string& b, const TerminalStyle& style) {
  const auto shown = shown_differences(result, a, b);
  const auto has = [&shown](auto property) { return std::any_of(shown.begin(), shown.end(), property); };
  const bool has_p = has([](const Difference* difference) { return !adjusted_p_text(*difference).empty(); });
  const bool has_gain = has([](const Difference* difference) { return difference->variance_ratio.has_value(); });
  TextTable table;
  table.column("KPI", Align::left);
  table.column(a, Align::right, TextTable::Yields::heading);
  table.column(b, Align::right, TextTable::Yields::heading);
  table.column("Difference", Align::right);
  table.column("95 %", Align::left);
  if (has_p) table.column("p (Holm)", Align::right);
  if (has_gain) table.column("Gain", Align::right);
  table.column("Verdict", Align::left);
  for (const Difference* difference : shown) {
    const Unit unit = unit_of(result.kpis, difference->kpi);
    const double mean = difference->mean, low = difference->low, high = difference->high;
    const Ink ink = ink_of(difference->verdict);
    std::vector<TextTable::Cell> cells{{placed_title(result.kpis, difference->kpi, difference->by), Ink::plain},
                                       {value_of(result.kpis, arm_called(arms, a), *difference), Ink::plain},
                                       {value_of(result.kpis, arm_called(arms, b), *difference), Ink::plain},
                                       {difference_text(unit, mean, low, high), ink},
                                       {interval_text(unit, mean, low, high), Ink::plain}};
    if (has_p) cells.push_back({adjusted_p_text(*difference), Ink::plain});
    if (has_gain) cells.push_back({gain_text(difference->variance_ratio), Ink::faint});
    cells.push_back({std::string{verdict_text(difference->verdict)}, ink});
    table.row(std::move(cells));
  }
  return table.text(columns(style), style.colour);
}

std::string guardrails(const ComparisonResult& result, const std::string& a, const std::string& b,
                       const TerminalStyle& style) {
  TextTable table;
  table.column("Guardrail", Align::left);
  table.column("Limit", Align::right);
  table.column("95 %", Align::left);
  table.column("Held", Align::left);
  bool any = false;
  for (const Guardrail& guardrail : result.guardrails) {
    if (guardrail.a != a || guardrail.b != b) continue;
    any = true;
    const Unit unit = unit_of(result.kpis, guardrail.kpi);
    table.row({{guardrail_title(result, guardrail), Ink::plain},
               {difference_text(unit, guardrail.limit, guardrail.limit, guardrail.limit), Ink::plain},
               {interval_text(unit, guardrail.low, guardrail.low, guardrail.high), Ink::plain},
               {guardrail.held ? "yes" : "no", guardrail.held ? Ink::green : Ink::red}});
  }
  return any ? '\n' + table.text(columns(style), style.colour) : "";
}

std::string assumptions(const ComparisonResult& result, const TerminalStyle& style) {
  if (result.assumptions.empty()) return "";
  std::string text = "\nAssumed, not calibrated:\n";
  for (const std::string& assumption : result.assumptions) text += wrapped("- " + assumption, columns(style)) + '\n';
  return text;
}

}  // namespace

std::string terminal_table(const RunResult& result, const TerminalStyle& style) {
  const auto arms = arms_of(result);
  return heading(style, wrapped(identity_line(result.identity, ""), columns(style))) + '\n' +
         totals(result, arms.front(), style) + by_queue(result, arms.front(), style) +
         infrastructure(result, arms.front(), style) + steady_state_text(result, columns(style)) +
         variance_text(result, columns(style), style.colour);
}

std::string terminal_table(const ComparisonResult& result, const TerminalStyle& style) {
  const auto arms = arms_of(result);
  const std::string kind = result.paired ? "paired " : "independent ";
  std::string text = heading(style, wrapped(identity_line(result.identity, kind), columns(style)));
  for (const auto& [a, b] : pairs_of(result)) {
    text += '\n' + heading(style, fmt::format("{} against {}", b, a)) + '\n';
    text += differences(result, arms, a, b, style) + guardrails(result, a, b, style);
    text += '\n' + wrapped(conclusion(result, a, b), columns(style)) + '\n';
  }
  text += assumptions(result, style) + '\n';
  for (const std::string& note : method_notes(result)) text += wrapped(note, columns(style)) + '\n';
  return text;
}

}  // namespace twinline::reports
