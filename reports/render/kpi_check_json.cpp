#include "reports/render/json_parts.hpp"
#include "reports/render/kpi_check.hpp"
#include "reports/render/kpi_check_words.hpp"
#include "reports/render/kpi_text.hpp"
#include "reports/render/lookup.hpp"

namespace twinline::reports {
namespace {

using json_parts::Json;
using json_parts::number;

Json checked_kpi_object(const CheckedScenario& scenario, const CheckedKpi& kpi) {
  return {{"name", kpi.kpi},
          {"by", json_parts::dimensions(kpi.by)},
          {"unit", unit_name(unit_of(scenario.kpis, kpi.kpi))},
          {"baseline", number(kpi.baseline)},
          {"now", number(kpi.now)},
          {"change", number(kpi.change)},
          {"low", number(kpi.low)},
          {"high", number(kpi.high)},
          {"tolerance", number(kpi.tolerance)},
          {"n", kpi.n},
          {"verdict", kpi_check_words::verdict_name(kpi.verdict)}};
}

Json checked_scenario_object(const CheckedScenario& scenario) {
  Json object{{"file", scenario.file},
              {"scenario", {{"name", scenario.identity.scenario_name}, {"hash", scenario.identity.scenario_hash}}},
              {"seed", scenario.identity.seed},
              {"replications", scenario.identity.replications},
              {"model_version", scenario.identity.model_version}};
  object["arms"] = Json::array();
  for (const CheckedArm& arm : scenario.arms) {
    Json kpis = Json::array();
    for (const CheckedKpi& kpi : arm.kpis) kpis.push_back(checked_kpi_object(scenario, kpi));
    object["arms"].push_back({{"name", arm.name}, {"kpis", kpis}});
  }
  return object;
}

}  // namespace

std::string to_json(const KpiCheckResult& result) {
  Json json;
  json["schema"] = "twinline.kpi-check/1";
  json["passes"] = passes(result);
  json["questions"] = result.questions;
  for (const CheckVerdict verdict : {CheckVerdict::worse, CheckVerdict::within, CheckVerdict::undecided}) {
    json[std::string{kpi_check_words::verdict_name(verdict)}] = count(result, verdict);
  }
  json["undecided_counts"] = result.undecided_counts;
  json["method"] = "t_mixture";
  json["scenarios"] = Json::array();
  for (const CheckedScenario& scenario : result.scenarios) {
    json["scenarios"].push_back(checked_scenario_object(scenario));
  }
  return json_parts::text_of(json);
}

}  // namespace twinline::reports
