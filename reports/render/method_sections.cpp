#include "reports/render/method_sections.hpp"

#include <fmt/format.h>

#include "reports/render/comparison_text.hpp"
#include "reports/render/html_text.hpp"
#include "reports/render/kpi_text.hpp"
#include "reports/render/lookup.hpp"
#include "reports/render/text_table.hpp"

namespace twinline::reports {
namespace {

std::string variance_sentence(const VarianceReport& variance) {
  return fmt::format("Variance reduction by {}; {} observations.", fmt::join(variance.methods, " and "),
                     variance.observations);
}

std::string run_sentence(const VarianceReport& variance) {
  return variance_sentence(variance) + " The gain is how many times as many replications would be needed without it.";
}

std::string steady_state_sentence(const SteadyStateReport& report) {
  return fmt::format(
      "Steady state: the first {:.0f} s of each run are deleted (MSER-5); {} batches of {:.0f} s are the observations, "
      "neighbours correlate by {:.2f}. Counts are per reporting interval.",
      report.warm_up_seconds, report.batches, report.batch_seconds, report.correlation);
}

/// "service level 11 %, mean wait 16 %", of one pair of arms.
std::string needed_text(const ComparisonResult& result, const std::string& a, const std::string& b) {
  std::vector<std::string> needed;
  for (const Difference* difference : shown_differences(result, a, b)) {
    if (!difference->variance_ratio || !is_headline(result, *difference)) continue;
    needed.push_back(fmt::format("{} {:.3g} %", in_sentence(placed_title(result.kpis, difference->kpi, difference->by)),
                                 100 / *difference->variance_ratio));
  }
  return fmt::format("{}", fmt::join(needed, ", "));
}

}  // namespace

std::string variance_text(const RunResult& result, std::size_t width, bool colour) {
  if (!result.variance) return "";
  TextTable table;
  table.column("KPI", Align::left);
  table.column("Gain", Align::right);
  for (const VarianceGain& gain : result.variance->gains)
    table.row({{title_of(result.kpis, gain.kpi), Ink::plain}, {gain_text(gain.factor), Ink::plain}});
  return '\n' + wrapped(run_sentence(*result.variance), width) + "\n\n" + table.text(width, colour);
}

std::string steady_state_text(const RunResult& result, std::size_t width) {
  if (!result.steady_state) return "";
  std::string text = '\n' + wrapped(steady_state_sentence(*result.steady_state), width) + '\n';
  for (const std::string& warning : result.steady_state->warnings) text += wrapped("Warning: " + warning, width) + '\n';
  return text;
}

std::vector<std::string> variance_notes(const ComparisonResult& result) {
  if (!result.variance) return {};
  std::vector<std::string> notes{variance_sentence(*result.variance)};
  for (const auto& [a, b] : pairs_of(result)) {
    const std::string needed = needed_text(result, a, b);
    if (!needed.empty()) {
      notes.push_back(
          fmt::format("Needed for {} against {}, of the replications that independent arms would need without it: {}.",
                      b, a, needed));
    }
  }
  return notes;
}

std::string variance_section(const RunResult& result) {
  if (!result.variance) return "";
  HtmlTable table{"Gains of variance reduction"};
  table.words_column("KPI");
  table.column("Gain");
  for (const VarianceGain& gain : result.variance->gains)
    table.row({{title_of(result.kpis, gain.kpi)}, {gain_text(gain.factor)}});
  return card("Variance reduction", run_sentence(*result.variance), table.text());
}

std::string steady_state_section(const RunResult& result) {
  if (!result.steady_state) return "";
  std::string items;
  for (const std::string& warning : result.steady_state->warnings)
    items += fmt::format("<li>{}</li>\n", escaped(warning));
  return card("Steady state", steady_state_sentence(*result.steady_state),
              items.empty() ? "" : "<ul>\n" + items + "</ul>\n");
}

}  // namespace twinline::reports
