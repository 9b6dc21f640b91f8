#include "live_bridge/recording/choice.hpp"

#include <algorithm>

#include "policies/contract/choice.hpp"

namespace twinline::live::recording {

bool is_chosen(const scenarios::RecordingSettings& settings, CallTypeIndex type, CallKey key) {
  if (std::find(settings.calls.begin(), settings.calls.end(), type) == settings.calls.end()) return false;
  // Keyed apart from policies' choices, which begin from the scenario's seed.
  constexpr std::uint64_t of_recordings = 0x7265636f7264696eULL;  // "recordin"
  constexpr std::uint64_t parts = 1'000'000;
  return static_cast<double>(choice_below(parts, of_recordings, key, 0)) < settings.share * parts;
}

}  // namespace twinline::live::recording
