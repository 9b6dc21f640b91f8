#include "reports/render/json.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include "reports/render/comparison_text.hpp"
#include "reports/render/kpi_text.hpp"
#include "reports/render/lookup.hpp"

namespace twinline::reports {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json number(const std::optional<double>& value) { return value ? number(*value) : Json(nullptr); }

Json dimensions(const Dimensions& by) {
  Json object = Json::object();
  for (const auto& [dimension, value] : by) object[dimension] = value;
  return object;
}

Json heading(std::string_view schema, const RunIdentity& identity) {
  Json object;
  object["schema"] = schema;
  object["scenario"] = {{"name", identity.scenario_name}, {"hash", identity.scenario_hash}};
  object["seed"] = identity.seed;
  object["replications"] = identity.replications;
  return object;
}

/// An overlay's value is compact JSON text; text that is not JSON stands as a string rather than vanish.
Json overlay_value(const std::string& text) {
  Json value = Json::parse(text, nullptr, false);
  return value.is_discarded() ? Json(text) : value;
}

Json arm_object(const Arm& arm) {
  Json overlays = Json::object();
  for (const auto& [path, value] : arm.overlays) overlays[path] = overlay_value(value);
  return {{"name", arm.name}, {"overlays", overlays}};
}

Json guardrail_object(const Guardrail& guardrail) {
  return {{"a", guardrail.a},
          {"b", guardrail.b},
          {"name", guardrail.kpi},
          {"by", dimensions(guardrail.by)},
          {"limit", number(guardrail.limit)},
          {"low", number(guardrail.low)},
          {"high", number(guardrail.high)},
          {"held", guardrail.held},
          {"method", guardrail.method}};
}

Json adjustment_object(const std::optional<Adjustment>& adjustment) {
  if (!adjustment) return nullptr;
  return {{"family", adjustment->family},
          {"size", adjustment->size},
          {"p_holm", number(adjustment->p)},
          {"low", number(adjustment->low)},
          {"high", number(adjustment->high)}};
}

Json stopped_object(const std::optional<Stopped>& stopped) {
  if (!stopped) return nullptr;
  return {{"reason", stop_reason_name(stopped->reason)},
          {"replications", stopped->replications},
          {"budget", stopped->budget},
          {"first_look", stopped->first_look}};
}

/// A p-value is valid at every look or for one fixed number of replications; its name says which.
Json difference_object(const Difference& difference) {
  const bool is_anytime = difference.method == "t_mixture";
  return {{"a", difference.a},
          {"b", difference.b},
          {"name", difference.kpi},
          {"by", dimensions(difference.by)},
          {"mean", number(difference.mean)},
          {"low", number(difference.low)},
          {"high", number(difference.high)},
          {"n", difference.n},
          {"method", difference.method},
          {"verdict", verdict_text(difference.verdict)},
          {"sides", difference.one_sided ? "one" : "two"},
          {"p", is_anytime ? Json(nullptr) : number(difference.p)},
          {"p_anytime", is_anytime ? number(difference.p) : Json(nullptr)},
          {"adjusted", adjustment_object(difference.adjustment)},
          {"variance_ratio", number(difference.variance_ratio)}};
}

/// Key by key, for a long run has tens of thousands of them and a list of pairs is copied.
Json estimate_object(const Estimate& estimate, const std::vector<KpiDefinition>& kpis) {
  Json object;
  object["name"] = estimate.kpi;
  object["definition"] = estimate.definition;
  object["unit"] = unit_name(unit_of(kpis, estimate.kpi));
  object["by"] = dimensions(estimate.by);
  object["mean"] = number(estimate.mean);
  object["half_width"] = number(estimate.half_width);
  object["n"] = estimate.n;
  return object;
}

/// Names come from files and may hold bytes that are not UTF-8; those become U+FFFD instead of ending the
/// program.
std::string text_of(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace

std::string to_json(const RunResult& result) {
  Json json = heading("twinline.run/1", result.identity);
  Json& kpis = json["kpis"] = Json::array();
  for (const Estimate& estimate : result.estimates) kpis.push_back(estimate_object(estimate, result.kpis));
  return text_of(json);
}

std::string to_json(const ComparisonResult& result) {
  Json json = heading("twinline.ab/1", result.identity);
  json["arms"] = Json::array();
  for (const Arm& arm : result.arms) json["arms"].push_back(arm_object(arm));
  json["guardrails"] = Json::array();
  for (const Guardrail& guardrail : result.guardrails) json["guardrails"].push_back(guardrail_object(guardrail));
  json["differences"] = Json::array();
  for (const Difference& difference : result.differences) {
    json["differences"].push_back(difference_object(difference));
  }
  json["method"] = result.method;
  json["stopped"] = stopped_object(result.stopped);
  json["assumed"] = result.assumptions;
  return text_of(json);
}

}  // namespace twinline::reports
