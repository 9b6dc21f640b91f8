// How far a rollout has come: all that must be known again after a restart. Plain data; stages.hpp says how it may
// change, state_file.hpp keeps it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "live_bridge/rollout/promoted.hpp"

namespace twinline::live::rollout {

enum class Stage : std::uint8_t {
  off,     ///< nothing is being tried; there may be a candidate
  shadow,  ///< the candidate decides beside the policy in force, and nothing of it is done
  canary,  ///< it decides about a share of the calls, of the queues or of the time
  full,    ///< the last candidate has become the policy in force
};

inline constexpr std::array<std::string_view, 4> stage_words{"off", "shadow", "canary", "full"};

constexpr std::string_view word_of(Stage stage) { return stage_words[static_cast<std::size_t>(stage)]; }

/// What was in force before; without a manifest it was the policy of the bridge's file.
struct Former {
  std::optional<Promoted> manifest;
};

struct State {
  Stage stage = Stage::off;
  bool frozen = false;
  scenarios::PolicyChoice own;  ///< `policies.routing` of the bridge's file
  std::optional<Promoted> in_force, candidate;
  std::optional<Former> former;                  ///< what a rollback of the policy in force goes back to
  std::optional<scenarios::PolicyChoice> split;  ///< of a canary: the policy that deals the calls out
  std::optional<Time> watched_from;              ///< when the manifest in force began to be held against its bands
  std::string alarm;                             ///< why KPIs are not as foretold of the manifest in force; empty: none
  std::string last;                              ///< what was done last, by whom and why, in words

  /// What decides about all calls, or about those of the incumbent.
  const scenarios::PolicyChoice& incumbent() const { return in_force ? in_force->policy : own; }
  /// What the ACD has in force.
  const scenarios::PolicyChoice& deciding() const { return split ? *split : incumbent(); }
};

bool same(const scenarios::PolicyChoice& a, const scenarios::PolicyChoice& b);

}  // namespace twinline::live::rollout
