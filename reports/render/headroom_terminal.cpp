#include <algorithm>

#include <fmt/format.h>

#include "reports/render/headroom.hpp"
#include "reports/render/headroom_text.hpp"
#include "reports/render/kpi_text.hpp"
#include "reports/render/text_table.hpp"

namespace twinline::reports {
namespace {

TextTable::Cell value_cell(const HeadroomTarget& target, const Estimate& estimate) {
  return {estimate_text(target.kpi.unit, &estimate), target.holds(estimate) ? Ink::plain : Ink::red};
}

std::string loads_table(const HeadroomResult& result, std::size_t width, bool colour) {
  TextTable table;
  table.column("Load", Align::right);
  for (const HeadroomTarget& target : result.targets) {
    table.column(fmt::format("{} ({})", target_title(target), limit_text(target)), Align::right,
                 TextTable::Yields::heading);
  }
  table.column("Targets", Align::left);
  for (const HeadroomPoint& point : result.points) {
    std::vector<TextTable::Cell> row{{load_text(point.load), Ink::bold}};
    for (std::size_t target = 0; target < result.targets.size(); ++target) {
      row.push_back(value_cell(result.targets[target], point.estimates[target]));
    }
    row.push_back(point.holds ? TextTable::Cell{"hold", Ink::green} : TextTable::Cell{"break", Ink::red});
    table.row(std::move(row));
  }
  return table.text(width, colour);
}

std::string reliefs_table(const HeadroomResult& result, std::size_t width, bool colour) {
  const HeadroomTarget& broken = result.targets[result.broken];
  const Unit unit = broken.kpi.unit;
  TextTable table;
  table.column("Twice as much of", Align::left, TextTable::Yields::cells);
  table.column("There is", Align::left);
  table.column("Busy", Align::right);
  table.column(target_title(broken), Align::right, TextTable::Yields::heading);
  table.column("Change", Align::right);
  table.column("95 %", Align::left);
  table.column("Targets", Align::left);
  for (const Relief& relief : result.reliefs) {
    const Difference& effect = relief.effect;
    table.row({{resource_text(relief), relief.mends ? Ink::bold : Ink::plain},
               {relief.amount, Ink::plain},
               {relief.busy ? value_text(Unit::share, *relief.busy) : "", Ink::plain},
               value_cell(broken, relief.estimates[result.broken]),
               {difference_text(unit, effect.mean, effect.low, effect.high), Ink::plain},
               {interval_text(unit, effect.mean, effect.low, effect.high), Ink::plain},
               relief.mends ? TextTable::Cell{"hold again", Ink::green} : TextTable::Cell{"stay broken", Ink::faint}});
  }
  return table.text(width, colour);
}

}  // namespace

std::string terminal_table(const HeadroomResult& result, const TerminalStyle& style) {
  const auto width = static_cast<std::size_t>(std::max(style.width, 40));
  const std::string identity = wrapped(identity_line(result.identity, ""), width);
  std::string text = (style.colour ? inked(identity, Ink::bold) : identity) + "\n\n";
  text += loads_table(result, width, style.colour);
  text += '\n' + wrapped(headroom_finding(result), width) + '\n';
  if (!result.reliefs.empty()) {
    text += fmt::format("\nAt {} times the load, on the same callers:\n\n", load_text(*result.breaks_at));
    text += reliefs_table(result, width, style.colour);
    text += '\n' + wrapped(bottleneck_finding(result), width) + '\n';
  }
  if (result.assumptions.empty()) return text;
  text += "\nAssumed, not calibrated:\n";
  for (const std::string& assumption : result.assumptions) text += wrapped("- " + assumption, width) + '\n';
  return text;
}

}  // namespace twinline::reports
