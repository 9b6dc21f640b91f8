#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "policies/contract/units.hpp"
#include "reports/render/kpi_text.hpp"
#include "reports/render/rollout.hpp"
#include "reports/render/text_table.hpp"
#include "reports/rollout/advice.hpp"
#include "reports/rollout/forecast_json.hpp"

namespace twinline::reports {
namespace {

using rollout::Bias;
using rollout::RolloutForecast;
using statistics::Interval;

std::string change_text(Unit unit, const Interval& interval) {
  return difference_text(unit, interval.estimate, interval.low(), interval.high());
}

std::string change_interval_text(Unit unit, const Interval& interval) {
  return interval.half_width ? interval_text(unit, interval.estimate, interval.low(), interval.high()) : "";
}

Ink ink_of(Bias bias) {
  switch (bias) {
    case Bias::negligible: return Ink::green;
    case Bias::biased: return Ink::red;
    case Bias::undecided: break;
  }
  return Ink::plain;
}

/// Short enough for a table.
std::string short_name(const rollout::DesignForecast& design) {
  if (design.by != SplitBy::call) return rollout::design_text(design.by, design.freed_agent);
  return design.freed_agent == FreedAgent::drawn ? "by call, agents drawn" : "by call, longest waiting";
}

std::string share_text(const Interval& share) {
  const std::string value = value_text(Unit::share, share.estimate, share.half_width);
  const std::string spread = half_width_text(Unit::share, share.estimate, share.half_width);
  return spread.empty() ? value : value + " " + spread;
}

std::string truth_table(const RolloutForecast& forecast, std::size_t width, bool colour) {
  TextTable table;
  table.column("KPI", Align::left, TextTable::Yields::cells);
  table.column("True difference", Align::right);
  table.column("95 %", Align::left);
  table.column("Harm tolerated", Align::right);
  for (const rollout::TrueDifference& truth : forecast.truth) {
    const std::string limit = truth.limit ? value_text(truth.unit, *truth.limit) : "watched only";
    table.row({{truth.kpi},
               {change_text(truth.unit, truth.difference)},
               {change_interval_text(truth.unit, truth.difference)},
               {limit}});
  }
  return table.text(width, colour);
}

std::string design_table(const RolloutForecast& forecast, std::size_t width, bool colour) {
  TextTable table;
  table.column("Calls dealt out", Align::left, TextTable::Yields::cells);
  table.column("KPI", Align::left, TextTable::Yields::cells);
  table.column("Finds", Align::right);
  table.column("Bias", Align::right);
  table.column("95 %", Align::left);
  table.column("Verdict", Align::left);
  table.column("Covers", Align::right);
  for (const rollout::DesignForecast& design : forecast.designs) {
    for (std::size_t kpi = 0; kpi < design.kpis.size(); ++kpi) {
      const rollout::DesignKpi& told = design.kpis[kpi];
      const Unit unit = forecast.truth[kpi].unit;
      table.row({{kpi == 0 ? short_name(design) : ""},
                 {told.kpi},
                 {change_text(unit, told.estimate)},
                 {change_text(unit, told.bias)},
                 {change_interval_text(unit, told.bias)},
                 {std::string{rollout::name_of(told.verdict)}, ink_of(told.verdict)},
                 {share_text(told.coverage)}});
    }
  }
  return table.text(width, colour);
}

std::string split_sentence(const SplitRule& split) {
  std::string text = "Asked for: " + rollout::design_text(split.by, split.freed_agent);
  if (split.by == SplitBy::block) {
    text += fmt::format(", {} each, the first {} of each for nobody", to_text(split.block), to_text(split.wash_out));
  }
  for (const RampStep& step : split.ramp) {
    text += fmt::format(", {} % from {} on", to_text(step.share * 100), to_text(step.after));
  }
  return text + ".";
}

std::string exposure_sentences(const RolloutForecast& forecast) {
  const rollout::ExposureForecast& exposure = forecast.exposure;
  std::string text = fmt::format(
      "Rolled back: {} of rollouts; of the incumbent against itself, {}. Calls that meet the candidate until then, of "
      "all to the horizon's end: {} on average, median {}, 90th percentile {}.",
      share_text(exposure.rolled_back), share_text(forecast.false_rollbacks),
      value_text(Unit::share, exposure.share_exposed.mean, 0.001),
      value_text(Unit::share, exposure.share_exposed.p50, 0.001),
      value_text(Unit::share, exposure.share_exposed.p90, 0.001));
  if (std::isfinite(exposure.hours.mean)) {
    text += fmt::format(" A rollback comes after {:.1f} h on average, median {:.1f}, 90th percentile {:.1f}.",
                        exposure.hours.mean, exposure.hours.p50, exposure.hours.p90);
  }
  return text + fmt::format(" The two disagree in {} of the incumbent's decisions.", share_text(forecast.disagreement));
}

}  // namespace

std::string terminal_table(const RolloutForecast& forecast, const TerminalStyle& style) {
  const auto width = static_cast<std::size_t>(std::max(style.width, 40));
  const std::string identity = wrapped(identity_line(forecast.identity, ""), width);
  std::string text = (style.colour ? inked(identity, Ink::bold) : identity) + "\n\n";
  text += wrapped(fmt::format("{} (candidate) against {} (incumbent). {}", forecast.candidate.name,
                              forecast.incumbent.name, split_sentence(forecast.split)),
                  width) +
          "\n\n";
  text += truth_table(forecast, width, style.colour) + '\n' + design_table(forecast, width, style.colour) + '\n';
  text += wrapped(exposure_sentences(forecast), width) + "\n\n" + wrapped(forecast.advice, width) + '\n';
  if (forecast.assumptions.empty()) return text;
  text += "\nAssumed, not calibrated:\n";
  for (const std::string& assumption : forecast.assumptions) text += wrapped("- " + assumption, width) + '\n';
  return text;
}

}  // namespace twinline::reports
