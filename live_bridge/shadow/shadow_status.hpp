// What a shadow says of itself: a line of JSON ("twinline.shadow/1") for the bridge that shows it, or a few lines in
// words.
#pragma once

#include <optional>
#include <string>

#include "live_bridge/shadow/shadow_tally.hpp"
#include "reports/journal/header.hpp"

namespace twinline::live::shadow {

enum class ShadowState : std::uint8_t {
  waiting,  ///< for the journal to begin
  following,
  stopped,  ///< it was told to end
  hung,     ///< the candidate did not return in time, and is barred
  failed,   ///< nothing can be said of the candidate here
};

struct ShadowStatus {
  ShadowState state = ShadowState::waiting;
  std::string why;       ///< of hung and failed, for people
  std::string manifest;  ///< SHA-256 of its file
  journal::PolicyIdentity candidate;
  std::optional<journal::PolicyIdentity> incumbent;  ///< in force now
  std::optional<double> expected;                    ///< share of disagreements that the manifest's forecast expects
};

/// One line, with its end.
std::string to_json(const ShadowStatus& status, const ShadowTally& tally);

/// Ends in a newline.
std::string in_words(const ShadowStatus& status, const ShadowTally& tally);

}  // namespace twinline::live::shadow
