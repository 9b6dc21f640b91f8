#include "reports/render/json_parts.hpp"

#include <cmath>

#include "reports/render/kpi_text.hpp"

namespace twinline::reports::json_parts {
namespace {

/// An overlay's value is compact JSON text; text that is not JSON stands as a string rather than vanish.
Json overlay_value(const std::string& text) {
  Json value = Json::parse(text, nullptr, false);
  return value.is_discarded() ? Json(text) : value;
}

Json adjustment_object(const std::optional<Adjustment>& adjustment) {
  if (!adjustment) return nullptr;
  return {{"family", adjustment->family},
          {"size", adjustment->size},
          {"p_holm", number(adjustment->p)},
          {"low", number(adjustment->low)},
          {"high", number(adjustment->high)}};
}

}  // namespace

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

Json arm_object(const Arm& arm) {
  Json overlays = Json::object();
  for (const auto& [path, value] : arm.overlays) overlays[path] = overlay_value(value);
  return {{"name", arm.name}, {"overlays", overlays}};
}

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

std::string text_of(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace twinline::reports::json_parts
