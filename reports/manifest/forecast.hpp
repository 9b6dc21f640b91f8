// What was expected of a partial rollout of the policy, out of the file that `twinline rollout --json` printed
// ("twinline.rollout/1"), as a manifest carries it. The rest of the forecast stays in its file, which lies beside the
// manifest. What is made of it is for whoever shadows or rolls out.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "reports/json/json_reader.hpp"
#include "reports/manifest/manifest.hpp"

namespace twinline::manifest {

/// Throws reports::JsonReadError where the text is no forecast, or that of another candidate than this arm.
Forecast read_forecast(std::string_view text, const std::string& file, const std::string& arm);

/// As manifests have it, and back. Throws reports::JsonReadError.
nlohmann::ordered_json forecast_object(const Forecast& forecast);
Forecast read_forecast_object(const reports::JsonReader& found);

}  // namespace twinline::manifest
