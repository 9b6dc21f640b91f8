// How far each way of dealing out calls in a partial rollout is off the truth in this centre, as a simulation found it
// beforehand: out of the file that `twinline rollout --json` printed, as a manifest carries it. What an operator makes
// of it is for whoever rolls out.
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "reports/json/json_reader.hpp"
#include "reports/manifest/manifest.hpp"

namespace twinline::manifest {

/// Of a whole document "twinline.rollout/1". Throws reports::JsonReadError, as all of these.
Designs read_designs(const reports::JsonReader& forecast);

/// As manifests have it, and back.
nlohmann::ordered_json designs_object(const Designs& designs);
Designs read_designs_object(const reports::JsonReader& found);

enum class Bias : std::uint8_t { negligible, biased, undecided };

/// Of a way of dealing out calls: negligible where it is in every KPI that was asked about; biased where it is in any.
Bias bias_of(const Design& design);

/// "by call (freed agents: longest_waiting): biased; service_level -0.019 [-0.023, -0.015]", one line.
std::string in_words(const Design& design);

}  // namespace twinline::manifest
