#include "reports/manifest/forecast.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "reports/manifest/designs.hpp"
#include "reports/manifest/evidence.hpp"
#include "reports/manifest/json_values.hpp"
#include "reports/manifest/signing.hpp"

namespace twinline::manifest {
namespace {

using Json = nlohmann::ordered_json;
using reports::JsonReader;

Json band_object(const Band& band) {
  return {{"interval", band.interval},         {"kpi", band.kpi},
          {"mean", number_or_null(band.mean)}, {"low", number_or_null(band.low)},
          {"high", number_or_null(band.high)}, {"offered", number_or_null(band.offered)}};
}

std::vector<Band> read_bands(const JsonReader& found) {
  std::vector<Band> bands;
  for (const JsonReader& band : found.items()) {
    bands.push_back({band.at("interval").text(), band.at("kpi").text(), band.at("mean").number_or_null(),
                     band.at("low").number_or_null(), band.at("high").number_or_null(),
                     band.at("offered").number_or_null()});
  }
  return bands;
}

}  // namespace

Forecast read_forecast(std::string_view text, const std::string& file, const std::string& arm) {
  const auto json = reports::parse_json(text, file, "what `twinline rollout --json` printed");
  const JsonReader root{json, file};
  root.require_schema("twinline.rollout/1");
  Forecast forecast;
  forecast.file = std::filesystem::path{file}.filename().string();
  forecast.sha256 = sha256(text);
  forecast.scenario = root.at("scenario").at("name").text();
  forecast.scenario_hash = root.at("scenario").at("hash").text();
  const JsonReader candidate = root.at("candidate");
  forecast.arm = candidate.at("name").text();
  if (forecast.arm != arm) {
    throw reports::JsonReadError(fmt::format("{}: is of candidate '{}'; expected arm '{}'", file, forecast.arm, arm));
  }
  forecast.overlays = read_overlays(candidate.at("overlays"));
  forecast.seed = root.at("seed").whole();
  forecast.replications = root.at("replications").whole();
  forecast.build = read_build(root.at("build"));
  forecast.disagreement = root.at("disagreement").at("mean").number_or_null();
  const JsonReader exposure = root.at("exposure");
  forecast.rolled_back = exposure.at("rolled_back").at("mean").number_or_null();
  forecast.exposed_mean = exposure.at("share_exposed").at("mean").number_or_null();
  forecast.exposed_p90 = exposure.at("share_exposed").at("p90").number_or_null();
  forecast.bands = read_bands(root.at("bands").at("candidate"));
  forecast.designs = read_designs(root);
  return forecast;
}

Json forecast_object(const Forecast& forecast) {
  Json overlays = Json::object();
  for (const auto& [path, value] : forecast.overlays) overlays[path] = Json::parse(value);
  Json object{{"file", forecast.file},
              {"sha256", forecast.sha256},
              {"scenario", {{"name", forecast.scenario}, {"hash", forecast.scenario_hash}}},
              {"arm", {{"name", forecast.arm}, {"overlays", overlays}}},
              {"seed", forecast.seed},
              {"replications", forecast.replications},
              {"build", build_object(forecast.build)},
              {"disagreement", number_or_null(forecast.disagreement)},
              {"rolled_back", number_or_null(forecast.rolled_back)},
              {"share_exposed",
               {{"mean", number_or_null(forecast.exposed_mean)}, {"p90", number_or_null(forecast.exposed_p90)}}}};
  object["bands"] = Json::array();
  for (const Band& band : forecast.bands) object["bands"].push_back(band_object(band));
  if (forecast.designs) object["designs"] = designs_object(*forecast.designs);
  return object;
}

Forecast read_forecast_object(const JsonReader& found) {
  Forecast forecast;
  forecast.file = found.at("file").text();
  forecast.sha256 = found.at("sha256").text();
  forecast.scenario = found.at("scenario").at("name").text();
  forecast.scenario_hash = found.at("scenario").at("hash").text();
  forecast.arm = found.at("arm").at("name").text();
  forecast.overlays = read_overlays(found.at("arm").at("overlays"));
  forecast.seed = found.at("seed").whole();
  forecast.replications = found.at("replications").whole();
  forecast.build = read_build(found.at("build"));
  forecast.disagreement = found.at("disagreement").number_or_null();
  forecast.rolled_back = found.at("rolled_back").number_or_null();
  forecast.exposed_mean = found.at("share_exposed").at("mean").number_or_null();
  forecast.exposed_p90 = found.at("share_exposed").at("p90").number_or_null();
  forecast.bands = read_bands(found.at("bands"));
  if (found.has("designs")) forecast.designs = read_designs_object(found.at("designs"));
  return forecast;
}

}  // namespace twinline::manifest
