#include "reports/render/json_parts.hpp"
#include "reports/render/kpi_text.hpp"
#include "reports/render/rank.hpp"
#include "reports/render/rank_text.hpp"

namespace twinline::reports {
namespace {

using json_parts::Json;
using json_parts::number;

/// Words that programs may compare; standing_text() is for people.
std::string_view standing_name(Standing standing) {
  switch (standing) {
    case Standing::selected: return "selected";
    case Standing::remaining: return "remaining";
    case Standing::eliminated: return "eliminated";
    case Standing::behind: break;
  }
  return "behind";
}

Json estimate_object(const Estimate& estimate) {
  return {{"mean", number(estimate.mean)}, {"half_width", number(estimate.half_width)}, {"n", estimate.n}};
}

Json system_object(const RankedSystem& system) {
  Json object = json_parts::arm_object(system.arm);
  object["standing"] = standing_name(system.standing);
  object["mean"] = number(system.mean);
  object["half_width"] = number(system.half_width);
  object["n"] = system.n;
  object["eliminated_by"] = system.eliminated_by.empty() ? Json(nullptr) : Json(system.eliminated_by);
  object["to_selected"] = json_parts::difference_object(system.to_selected);
  return object;
}

Json fresh_object(const FreshLook& look) {
  return {{"seed", look.seed},
          {"replications", look.replications},
          {"selected", estimate_object(look.selected)},
          {"reference", estimate_object(look.reference)},
          {"difference", json_parts::difference_object(look.difference)}};
}

}  // namespace

std::string to_json(const RankResult& result) {
  Json json = json_parts::heading("twinline.rank/1", result.identity);
  json["kpi"] = {{"name", result.kpi.name},
                 {"definition", result.kpi.definition},
                 {"unit", unit_name(result.kpi.unit)},
                 {"by", json_parts::dimensions(result.by)}};
  json["procedure"] = procedure_name(result.procedure);
  json["confidence"] = result.confidence > 0 ? Json(result.confidence) : Json(nullptr);
  json["indifference"] = result.indifference > 0 ? Json(result.indifference) : Json(nullptr);
  json["first_stage"] = result.first_stage;
  json["budget"] = result.budget ? Json(*result.budget) : Json(nullptr);
  json["standard"] = result.standard.empty() ? Json(nullptr) : Json(result.standard);
  json["probability_of_best"] = number(result.probability_of_best);
  json["finding"] = finding(result);
  json["guarantee"] = guarantee(result);
  json["systems"] = Json::array();
  for (const RankedSystem& system : result.systems) json["systems"].push_back(system_object(system));
  json["fresh"] = result.fresh ? fresh_object(*result.fresh) : Json(nullptr);
  json["assumptions"] = result.assumptions;
  return json_parts::text_of(json);
}

}  // namespace twinline::reports
