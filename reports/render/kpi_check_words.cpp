#include "reports/render/kpi_check_words.hpp"

#include <fmt/format.h>

#include "reports/render/kpi_text.hpp"
#include "reports/render/lookup.hpp"

namespace twinline::reports::kpi_check_words {
namespace {

/// What is tolerated, signed as a change: −0.5 points of a service level.
std::string tolerance_text(const KpiDefinition* definition, Unit unit, double tolerance) {
  const bool falls = definition != nullptr && definition->direction == Direction::higher_is_better;
  const double change = falls ? -tolerance : tolerance;
  return falls ? difference_text(unit, change, change, 0) : difference_text(unit, change, 0, change);
}

std::string change_text(Unit unit, const CheckedKpi& kpi) {
  return difference_text(unit, kpi.change, kpi.low, kpi.high);
}

}  // namespace

std::string_view verdict_name(CheckVerdict verdict) {
  switch (verdict) {
    case CheckVerdict::within: return "within";
    case CheckVerdict::worse: return "worse";
    case CheckVerdict::undecided: break;
  }
  return "undecided";
}

Row row_of(const CheckedScenario& scenario, const CheckedArm& arm, const CheckedKpi& kpi) {
  const Unit unit = unit_of(scenario.kpis, kpi.kpi);
  const double half_width = (kpi.high - kpi.low) / 2;
  return {arm.name,
          placed_title(scenario.kpis, kpi.kpi, kpi.by),
          value_text(unit, kpi.baseline, half_width),
          value_text(unit, kpi.now, half_width),
          change_text(unit, kpi),
          interval_text(unit, kpi.change, kpi.low, kpi.high),
          tolerance_text(find_definition(scenario.kpis, kpi.kpi), unit, kpi.tolerance),
          std::to_string(kpi.n)};
}

std::string change_in_words(const CheckedScenario& scenario, const CheckedKpi& kpi) {
  const Unit unit = unit_of(scenario.kpis, kpi.kpi);
  const std::string bounds = interval_text(unit, kpi.change, kpi.low, kpi.high);
  return fmt::format("{} changed by {}{}, of which {} are tolerated",
                     in_sentence(placed_title(scenario.kpis, kpi.kpi, kpi.by)), change_text(unit, kpi),
                     bounds.empty() ? "" : ", " + bounds,
                     tolerance_text(find_definition(scenario.kpis, kpi.kpi), unit, kpi.tolerance));
}

std::string scenario_line(const CheckedScenario& scenario) {
  return fmt::format("{} · at most {} replications, seed {} · model version {}", scenario.identity.scenario_name,
                     scenario.identity.replications, scenario.identity.seed, scenario.identity.model_version);
}

std::vector<std::string> conclusions(const KpiCheckResult& result) {
  const std::size_t worse = count(result, CheckVerdict::worse), undecided = count(result, CheckVerdict::undecided);
  const std::string of_all = fmt::format("of {} KPI{}", result.questions, result.questions == 1 ? "" : "s");
  std::vector<std::string> sentences;
  if (worse > 0) {
    sentences.push_back(fmt::format("Fails: {} {} got worse.", worse, of_all));
  } else if (passes(result)) {
    sentences.push_back(fmt::format("Passes: none {} got worse.", of_all));
  } else {
    sentences.push_back(fmt::format("Fails: none {} got worse, but not all of them are decided.", of_all));
  }
  if (undecided > 0) {
    sentences.push_back(fmt::format(
        "Undecided: {} {}, neither shown to be worse nor to be within {} tolerance; {}. A larger budget (--update "
        "--budget) or a larger tolerance decides.",
        undecided, of_all, undecided == 1 ? "its" : "their",
        result.undecided_counts ? "that counts as failed" : "that does not count as failed"));
  }
  return sentences;
}

std::string note(const KpiCheckResult& result) {
  return fmt::format(
      "Replications now are paired with those of the baseline by their random numbers. Bounds are confidence sequences "
      "(t-mixture) that hold at every number of replications, with 95 % for all {} at once.",
      result.questions);
}

}  // namespace twinline::reports::kpi_check_words
