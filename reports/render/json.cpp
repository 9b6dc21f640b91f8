#include "reports/render/json.hpp"

#include "reports/render/comparison_text.hpp"
#include "reports/render/json_parts.hpp"
#include "reports/render/kpi_text.hpp"
#include "reports/render/lookup.hpp"

namespace twinline::reports {
namespace {

using json_parts::arm_object;
using json_parts::difference_object;
using json_parts::dimensions;
using json_parts::heading;
using json_parts::Json;
using json_parts::number;
using json_parts::text_of;

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

Json stopped_object(const std::optional<Stopped>& stopped) {
  if (!stopped) return nullptr;
  return {{"reason", stop_reason_name(stopped->reason)},
          {"replications", stopped->replications},
          {"budget", stopped->budget},
          {"first_look", stopped->first_look}};
}

/// Key by key and into room that is there, for a long run has tens of thousands of them: a list of pairs is copied, and
/// so is what a growing object holds.
Json estimate_object(const Estimate& estimate, const std::vector<KpiDefinition>& kpis) {
  Json object = Json::object();
  object.get_ref<Json::object_t&>().reserve(7);
  object["name"] = estimate.kpi;
  object["definition"] = estimate.definition;
  object["unit"] = unit_name(unit_of(kpis, estimate.kpi));
  object["by"] = dimensions(estimate.by);
  object["mean"] = number(estimate.mean);
  object["half_width"] = number(estimate.half_width);
  object["n"] = estimate.n;
  return object;
}

Json build_object(const RunIdentity& identity) {
  Json object{
      {"version", identity.version}, {"model_version", identity.model_version}, {"policies", identity.policies}};
  if (!identity.plugins.empty()) object["plugins"] = identity.plugins;
  return object;
}

Json variance_object(const VarianceReport& variance) {
  return {{"methods", variance.methods}, {"observations", variance.observations}};
}

Json gains_array(const VarianceReport& variance) {
  Json gains = Json::array();
  for (const VarianceGain& gain : variance.gains) gains.push_back({{"name", gain.kpi}, {"gain", number(gain.factor)}});
  return gains;
}

Json steady_state_object(const SteadyStateReport& report) {
  return {{"method", "MSER-5 and batch means"},
          {"warm_up_seconds", number(report.warm_up_seconds)},
          {"batches", report.batches},
          {"batch_seconds", number(report.batch_seconds)},
          {"correlation", number(report.correlation)},
          {"warnings", report.warnings}};
}

}  // namespace

std::string to_json(const RunResult& result) {
  Json json = heading("twinline.run/1", result.identity);
  Json& kpis = json["kpis"] = Json::array();
  for (const Estimate& estimate : result.estimates) kpis.push_back(estimate_object(estimate, result.kpis));
  if (result.variance) {
    json["variance_reduction"] = variance_object(*result.variance);
    json["variance_reduction"]["gains"] = gains_array(*result.variance);
  }
  if (result.steady_state) json["steady_state"] = steady_state_object(*result.steady_state);
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
  json["build"] = build_object(result.identity);
  if (result.variance) json["variance_reduction"] = variance_object(*result.variance);
  return text_of(json);
}

}  // namespace twinline::reports
