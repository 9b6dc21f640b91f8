#include <algorithm>

#include <fmt/format.h>

#include "reports/render/kpi_text.hpp"
#include "reports/render/rank.hpp"
#include "reports/render/rank_text.hpp"
#include "reports/render/text_table.hpp"

namespace twinline::reports {
namespace {

Ink ink_of(Standing standing) {
  switch (standing) {
    case Standing::selected: return Ink::green;
    case Standing::remaining: return Ink::plain;
    case Standing::eliminated:
    case Standing::behind: break;
  }
  return Ink::faint;
}

std::string systems_table(const RankResult& result, std::size_t width, bool colour) {
  const Unit unit = result.kpi.unit;
  TextTable table;
  table.column("System", Align::left, TextTable::Yields::cells);
  table.column("Standing", Align::left);
  table.column(observed_title(result), Align::right, TextTable::Yields::heading);
  table.column("95 %", Align::right);
  table.column("To the best", Align::right);
  table.column("95 %", Align::left);
  table.column("Replications", Align::right);
  for (const RankedSystem& system : result.systems) {
    const Difference& difference = system.to_selected;
    const bool is_selected = system.standing == Standing::selected;
    table.row({{system.arm.name, is_selected ? Ink::bold : Ink::plain},
               {std::string{standing_text(system.standing)}, ink_of(system.standing)},
               {value_text(unit, system.mean, system.half_width), Ink::plain},
               {half_width_text(unit, system.mean, system.half_width), Ink::plain},
               {is_selected ? "" : difference_text(unit, difference.mean, difference.low, difference.high), Ink::plain},
               {is_selected ? "" : interval_text(unit, difference.mean, difference.low, difference.high), Ink::plain},
               {std::to_string(system.n), Ink::plain}});
  }
  return table.text(width, colour);
}

}  // namespace

std::string terminal_table(const RankResult& result, const TerminalStyle& style) {
  const auto width = static_cast<std::size_t>(std::max(style.width, 40));
  const std::string identity = wrapped(identity_line(result.identity, ""), width);
  std::string text = (style.colour ? inked(identity, Ink::bold) : identity) + "\n\n";
  text += systems_table(result, width, style.colour);
  for (const std::string& sentence :
       {finding(result), guarantee(result), fresh_sentence(result), estimand_sentence(result)}) {
    if (!sentence.empty()) text += '\n' + wrapped(sentence, width) + '\n';
  }
  if (result.assumptions.empty()) return text;
  text += "\nAssumed, not calibrated:\n";
  for (const std::string& assumption : result.assumptions) text += wrapped("- " + assumption, width) + '\n';
  return text;
}

}  // namespace twinline::reports
