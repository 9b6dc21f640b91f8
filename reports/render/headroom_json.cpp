#include "reports/render/headroom.hpp"
#include "reports/render/headroom_text.hpp"
#include "reports/render/json_parts.hpp"
#include "reports/render/kpi_text.hpp"

namespace twinline::reports {
namespace {

using json_parts::Json;
using json_parts::number;

Json target_object(const HeadroomTarget& target) {
  return {{"name", target.name},
          {"kpi", target.kpi.name},
          {"definition", target.kpi.definition},
          {"unit", unit_name(target.kpi.unit)},
          {"by", json_parts::dimensions(target.by)},
          {"must_be", target.at_least ? "at_least" : "at_most"},
          {"limit", target.limit}};
}

/// One entry for each target, in their order.
Json values_array(const HeadroomResult& result, const std::vector<Estimate>& estimates) {
  Json values = Json::array();
  for (std::size_t target = 0; target < estimates.size(); ++target) {
    const Estimate& estimate = estimates[target];
    values.push_back({{"target", result.targets[target].name},
                      {"mean", number(estimate.mean)},
                      {"half_width", number(estimate.half_width)},
                      {"n", estimate.n},
                      {"holds", result.targets[target].holds(estimate)}});
  }
  return values;
}

Json relief_object(const HeadroomResult& result, const Relief& relief) {
  return {{"kind", kind_name(relief.kind)},
          {"name", relief.name},
          {"amount", relief.amount},
          {"busy", number(relief.busy)},
          {"mends", relief.mends},
          {"effect", json_parts::difference_object(relief.effect)},
          {"with_twice", values_array(result, relief.estimates)}};
}

}  // namespace

std::string to_json(const HeadroomResult& result) {
  Json json = json_parts::heading("twinline.headroom/1", result.identity);
  json["from"] = result.from;
  json["to"] = result.to;
  json["step"] = result.step;
  json["precision"] = result.precision;
  json["targets"] = Json::array();
  for (const HeadroomTarget& target : result.targets) json["targets"].push_back(target_object(target));
  json["loads"] = Json::array();
  for (const HeadroomPoint& point : result.points) {
    json["loads"].push_back(
        {{"load", point.load}, {"holds", point.holds}, {"values", values_array(result, point.estimates)}});
  }
  json["holds_up_to"] = number(result.holds_up_to);
  json["breaks_at"] = number(result.breaks_at);
  json["broken"] = result.breaks_at ? Json(result.targets[result.broken].name) : Json(nullptr);
  const bool is_named = !result.reliefs.empty() && result.reliefs.front().mends;
  json["bottleneck"] =
      is_named ? Json{{"kind", kind_name(result.reliefs.front().kind)}, {"name", result.reliefs.front().name}}
               : Json(nullptr);
  json["finding"] = headroom_finding(result);
  json["bottleneck_finding"] = bottleneck_finding(result);
  json["reliefs"] = Json::array();
  for (const Relief& relief : result.reliefs) json["reliefs"].push_back(relief_object(result, relief));
  json["assumptions"] = result.assumptions;
  return json_parts::text_of(json);
}

}  // namespace twinline::reports
