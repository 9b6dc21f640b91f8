// What the shadow of a candidate has said last, as far as the bridge shows it. The shadow itself writes it
// (live_bridge/shadow/shadow_status.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace twinline::live::rollout {

struct ShadowReport {
  std::string state;  ///< "following"
  std::string why;    ///< of one that hung or failed
  std::uint64_t entries = 0, occasions = 0, disagreements = 0;
  std::optional<double> share, expected;  ///< of disagreements; expected: by the manifest's forecast
  std::vector<std::pair<std::string, std::uint64_t>> by_cause;
  std::uint64_t dropped_occasions = 0, dropped_entries = 0;
  nlohmann::ordered_json whole;  ///< with its examples, schema "twinline.shadow/1"
};

/// None where the line is something else: a plug-in may print, too.
std::optional<ShadowReport> read_shadow_report(std::string_view line);

/// A line for what was seen, one for each cause that there was, and one for what was left out.
std::vector<std::string> in_words(const ShadowReport& report);

}  // namespace twinline::live::rollout
