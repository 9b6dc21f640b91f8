#include "reports/rollout/forecast_json.hpp"

#include <array>
#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

#include "reports/json/json_reader.hpp"
#include "reports/statistics/undefined.hpp"

namespace twinline::rollout {
namespace {

using Json = nlohmann::ordered_json;
using reports::JsonReader;
using statistics::Interval;

constexpr std::string_view forecast_schema = "twinline.rollout/1";

constexpr std::array split_names{std::pair{SplitBy::call, "call"}, std::pair{SplitBy::queue, "queue"},
                                 std::pair{SplitBy::block, "block"}};
constexpr std::array freed_agent_names{std::pair{FreedAgent::longest_waiting, "longest_waiting"},
                                       std::pair{FreedAgent::drawn, "drawn"}};
constexpr std::array bias_names{std::pair{Bias::negligible, "negligible"}, std::pair{Bias::biased, "biased"},
                                std::pair{Bias::undecided, "undecided"}};

template <class Table, class Value>
std::string_view name_in(const Table& table, Value value) {
  for (const auto& [one, name] : table) {
    if (one == value) return name;
  }
  return {};
}

template <class Table>
auto read_name(const Table& table, const JsonReader& found) {
  const std::string text = found.text();
  std::string expected;
  for (const auto& [value, name] : table) {
    if (text == name) return value;
    expected += (expected.empty() ? "" : " or ") + std::string{name};
  }
  found.refuse(expected);
}

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

double read_number(const JsonReader& found) { return found.number_or_null().value_or(statistics::undefined); }

Json interval_object(const Interval& interval) {
  return {{"mean", number(interval.estimate)},
          {"half_width", interval.half_width ? number(*interval.half_width) : Json(nullptr)},
          {"n", interval.n}};
}

Interval read_interval(const JsonReader& found) {
  return {read_number(found.at("mean")), found.at("half_width").number_or_null(), found.at("n").whole()};
}

Json spread_object(const Spread& spread) {
  return {{"mean", number(spread.mean)}, {"p50", number(spread.p50)}, {"p90", number(spread.p90)}};
}

Spread read_spread(const JsonReader& found) {
  return {read_number(found.at("mean")), read_number(found.at("p50")), read_number(found.at("p90"))};
}

Json identity_object(const reports::RunIdentity& identity) {
  Json object{{"version", identity.version},
              {"model_version", identity.model_version},
              {"policies", identity.policies},
              {"time_zone", identity.time_zone},
              {"interval_minutes", identity.interval_minutes}};
  if (!identity.plugins.empty()) object["plugins"] = identity.plugins;
  return object;
}

Json arm_object(const reports::Arm& arm) {
  Json overlays = Json::object();
  for (const auto& [path, value] : arm.overlays) overlays[path] = Json::parse(value);
  return {{"name", arm.name}, {"overlays", overlays}};
}

reports::Arm read_arm(const JsonReader& found) {
  reports::Arm arm{found.at("name").text(), {}};
  const JsonReader overlays = found.at("overlays");
  if (!overlays.json.is_object()) overlays.refuse("object");
  for (const auto& [path, value] : overlays.json.items()) arm.overlays[path] = value.dump();
  return arm;
}

Json split_object(const SplitRule& split) {
  Json object{{"by", name_of(split.by)}, {"freed_agent", name_of(split.freed_agent)}};
  object["ramp"] = Json::array();
  for (const RampStep& step : split.ramp) {
    object["ramp"].push_back({{"after_seconds", in_seconds(step.after)}, {"share", step.share}});
  }
  object["block_seconds"] = in_seconds(split.block);
  object["wash_out_seconds"] = in_seconds(split.wash_out);
  return object;
}

SplitRule read_split(const JsonReader& found) {
  SplitRule split;
  split.by = read_name(split_names, found.at("by"));
  split.freed_agent = read_name(freed_agent_names, found.at("freed_agent"));
  for (const JsonReader& step : found.at("ramp").items()) {
    split.ramp.push_back({from_seconds(step.at("after_seconds").number()), step.at("share").number()});
  }
  split.block = from_seconds(found.at("block_seconds").number());
  split.wash_out = from_seconds(found.at("wash_out_seconds").number());
  return split;
}

Json truth_object(const TrueDifference& truth) {
  return {{"kpi", truth.kpi},
          {"unit", truth.unit == reports::Unit::share ? "share" : "seconds"},
          {"difference", interval_object(truth.difference)},
          {"limit", truth.limit ? Json(*truth.limit) : Json(nullptr)}};
}

TrueDifference read_truth(const JsonReader& found) {
  constexpr std::array units{std::pair{reports::Unit::share, "share"}, std::pair{reports::Unit::seconds, "seconds"}};
  return {found.at("kpi").text(), read_name(units, found.at("unit")), read_interval(found.at("difference")),
          found.at("limit").number_or_null()};
}

Json design_object(const DesignForecast& design) {
  Json object{{"by", name_of(design.by)}, {"freed_agent", name_of(design.freed_agent)}};
  object["kpis"] = Json::array();
  for (const DesignKpi& kpi : design.kpis) {
    object["kpis"].push_back({{"kpi", kpi.kpi},
                              {"estimate", interval_object(kpi.estimate)},
                              {"bias", interval_object(kpi.bias)},
                              {"verdict", name_of(kpi.verdict)},
                              {"coverage", interval_object(kpi.coverage)}});
  }
  return object;
}

DesignForecast read_design(const JsonReader& found) {
  DesignForecast design{
      read_name(split_names, found.at("by")), read_name(freed_agent_names, found.at("freed_agent")), {}};
  for (const JsonReader& kpi : found.at("kpis").items()) {
    design.kpis.push_back({kpi.at("kpi").text(), read_interval(kpi.at("estimate")), read_interval(kpi.at("bias")),
                           read_name(bias_names, kpi.at("verdict")), read_interval(kpi.at("coverage"))});
  }
  return design;
}

Json bands_array(const std::vector<Band>& bands) {
  Json array = Json::array();
  for (const Band& band : bands) {
    array.push_back({{"interval", band.interval},
                     {"kpi", band.kpi},
                     {"mean", number(band.mean)},
                     {"low", number(band.low)},
                     {"high", number(band.high)},
                     {"offered", number(band.offered)}});
  }
  return array;
}

std::vector<Band> read_bands(const JsonReader& found) {
  std::vector<Band> bands;
  for (const JsonReader& band : found.items()) {
    bands.push_back({band.at("interval").text(), band.at("kpi").text(), read_number(band.at("mean")),
                     read_number(band.at("low")), read_number(band.at("high")), read_number(band.at("offered"))});
  }
  return bands;
}

reports::RunIdentity read_identity(const JsonReader& root) {
  reports::RunIdentity identity;
  identity.scenario_name = root.at("scenario").at("name").text();
  identity.scenario_hash = root.at("scenario").at("hash").text();
  identity.seed = root.at("seed").whole();
  identity.replications = root.at("replications").whole();
  const JsonReader build = root.at("build");
  identity.version = build.at("version").text();
  identity.model_version = build.at("model_version").text();
  identity.policies = build.at("policies").text();
  if (build.has("plugins")) {
    for (const JsonReader& plugin : build.at("plugins").items()) identity.plugins.push_back(plugin.text());
  }
  identity.time_zone = build.at("time_zone").text();
  identity.interval_minutes = static_cast<std::uint32_t>(build.at("interval_minutes").whole());
  return identity;
}

}  // namespace

std::string_view name_of(SplitBy by) { return name_in(split_names, by); }
std::string_view name_of(FreedAgent freed_agent) { return name_in(freed_agent_names, freed_agent); }
std::string_view name_of(Bias bias) { return name_in(bias_names, bias); }

std::string to_json(const RolloutForecast& forecast) {
  const reports::RunIdentity& identity = forecast.identity;
  Json json{{"schema", forecast_schema},
            {"scenario", {{"name", identity.scenario_name}, {"hash", identity.scenario_hash}}},
            {"seed", identity.seed},
            {"replications", identity.replications},
            {"build", identity_object(identity)},
            {"incumbent", arm_object(forecast.incumbent)},
            {"candidate", arm_object(forecast.candidate)},
            {"split", split_object(forecast.split)}};
  json["truth"] = Json::array();
  for (const TrueDifference& truth : forecast.truth) json["truth"].push_back(truth_object(truth));
  json["designs"] = Json::array();
  for (const DesignForecast& design : forecast.designs) json["designs"].push_back(design_object(design));
  json["false_rollbacks"] = interval_object(forecast.false_rollbacks);
  json["exposure"] = {{"rolled_back", interval_object(forecast.exposure.rolled_back)},
                      {"share_exposed", spread_object(forecast.exposure.share_exposed)},
                      {"hours", spread_object(forecast.exposure.hours)}};
  json["disagreement"] = interval_object(forecast.disagreement);
  json["bands"] = {{"incumbent", bands_array(forecast.incumbent_bands)},
                   {"candidate", bands_array(forecast.candidate_bands)}};
  json["advice"] = forecast.advice;
  json["assumed"] = forecast.assumptions;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

RolloutForecast forecast_from_json(std::string_view text, const std::string& file) {
  const Json document = reports::parse_json(text, file, "the JSON of twinline rollout");
  const JsonReader root{document, file};
  root.require_schema(forecast_schema);
  RolloutForecast forecast;
  forecast.identity = read_identity(root);
  forecast.incumbent = read_arm(root.at("incumbent"));
  forecast.candidate = read_arm(root.at("candidate"));
  forecast.split = read_split(root.at("split"));
  for (const JsonReader& truth : root.at("truth").items()) forecast.truth.push_back(read_truth(truth));
  for (const JsonReader& design : root.at("designs").items()) forecast.designs.push_back(read_design(design));
  forecast.false_rollbacks = read_interval(root.at("false_rollbacks"));
  const JsonReader exposure = root.at("exposure");
  forecast.exposure = {read_interval(exposure.at("rolled_back")), read_spread(exposure.at("share_exposed")),
                       read_spread(exposure.at("hours"))};
  forecast.disagreement = read_interval(root.at("disagreement"));
  forecast.incumbent_bands = read_bands(root.at("bands").at("incumbent"));
  forecast.candidate_bands = read_bands(root.at("bands").at("candidate"));
  forecast.advice = root.at("advice").text();
  for (const JsonReader& assumption : root.at("assumed").items()) forecast.assumptions.push_back(assumption.text());
  return forecast;
}

}  // namespace twinline::rollout
