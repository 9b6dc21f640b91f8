// How manifests write figures that may be missing.
#pragma once

#include <optional>

#include <nlohmann/json.hpp>

namespace twinline::manifest {

inline nlohmann::ordered_json number_or_null(const std::optional<double>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

}  // namespace twinline::manifest
