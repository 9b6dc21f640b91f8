#include "reports/manifest/designs.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "reports/manifest/json_values.hpp"

namespace twinline::manifest {
namespace {

using Json = nlohmann::ordered_json;
using reports::JsonReader;

/// Bounds of an interval that is written as mean and half-width.
DesignBias read_bias(const JsonReader& kpi) {
  const JsonReader bias = kpi.at("bias");
  DesignBias read{kpi.at("kpi").text(), bias.at("mean").number_or_null(), {}, {}, kpi.at("verdict").text()};
  const auto half_width = bias.at("half_width").number_or_null();
  if (read.mean && half_width) {
    read.low = *read.mean - *half_width;
    read.high = *read.mean + *half_width;
  }
  return read;
}

/// The keys that both files have alike.
Designs read_split(const JsonReader& split) {
  Designs designs;
  for (const JsonReader& step : split.at("ramp").items()) {
    designs.ramp.push_back({step.at("after_seconds").number(), step.at("share").number()});
  }
  designs.block_seconds = split.at("block_seconds").number();
  designs.wash_out_seconds = split.at("wash_out_seconds").number();
  return designs;
}

}  // namespace

Designs read_designs(const JsonReader& forecast) {
  Designs designs = read_split(forecast.at("split"));
  for (const JsonReader& each : forecast.at("designs").items()) {
    Design design{each.at("by").text(), each.at("freed_agent").text(), {}};
    for (const JsonReader& kpi : each.at("kpis").items()) design.kpis.push_back(read_bias(kpi));
    designs.ways.push_back(std::move(design));
  }
  return designs;
}

Json designs_object(const Designs& designs) {
  Json ramp = Json::array(), ways = Json::array();
  for (const SimulatedShare& step : designs.ramp) {
    ramp.push_back({{"after_seconds", step.after_seconds}, {"share", step.share}});
  }
  for (const Design& design : designs.ways) {
    Json kpis = Json::array();
    for (const DesignBias& bias : design.kpis) {
      kpis.push_back({{"kpi", bias.kpi},
                      {"verdict", bias.verdict},
                      {"mean", number_or_null(bias.mean)},
                      {"low", number_or_null(bias.low)},
                      {"high", number_or_null(bias.high)}});
    }
    ways.push_back({{"by", design.by}, {"freed_agent", design.freed_agent}, {"bias", kpis}});
  }
  return {{"ramp", ramp},
          {"block_seconds", designs.block_seconds},
          {"wash_out_seconds", designs.wash_out_seconds},
          {"ways", ways}};
}

Designs read_designs_object(const JsonReader& found) {
  Designs designs = read_split(found);
  for (const JsonReader& way : found.at("ways").items()) {
    Design design{way.at("by").text(), way.at("freed_agent").text(), {}};
    for (const JsonReader& kpi : way.at("bias").items()) {
      design.kpis.push_back({kpi.at("kpi").text(), kpi.at("mean").number_or_null(), kpi.at("low").number_or_null(),
                             kpi.at("high").number_or_null(), kpi.at("verdict").text()});
    }
    designs.ways.push_back(std::move(design));
  }
  return designs;
}

Bias bias_of(const Design& design) {
  const auto is = [](const char* verdict) {
    return [verdict](const DesignBias& bias) { return bias.verdict == verdict; };
  };
  if (std::any_of(design.kpis.begin(), design.kpis.end(), is("biased"))) return Bias::biased;
  const bool all = std::all_of(design.kpis.begin(), design.kpis.end(), is("negligible"));
  return all && !design.kpis.empty() ? Bias::negligible : Bias::undecided;
}

std::string in_words(const Design& design) {
  const Bias bias = bias_of(design);
  std::string text =
      fmt::format("by {}{}: {}", design.by,
                  design.by == "call" ? fmt::format(" (freed agents: {})", design.freed_agent) : std::string{},
                  bias == Bias::negligible ? "unbiased"
                  : bias == Bias::biased   ? "biased"
                                           : "not known to be unbiased");
  for (const DesignBias& kpi : design.kpis) {
    text += fmt::format("; {} {:.4g} [{:.4g}, {:.4g}]", kpi.kpi, kpi.mean.value_or(NAN), kpi.low.value_or(NAN),
                        kpi.high.value_or(NAN));
  }
  return text;
}

}  // namespace twinline::manifest
