// The steps of a rollout and when each may be taken: promoted → shadow → canary → full, back to what was in force from
// everywhere, frozen in between. Pure functions over a State; who puts policies in force and keeps the state is
// rollout.hpp.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "live_bridge/rollout/barred.hpp"
#include "live_bridge/rollout/judge.hpp"
#include "live_bridge/rollout/state.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::rollout {

/// A manifest becomes the candidate.
struct Promote {
  Verdict verdict;
};
struct BeginShadow {};
/// The candidate gets its part of the calls, or another one.
struct BeginCanary {
  scenarios::PolicyChoice split;
  std::vector<std::string> against{};  ///< what the split itself has against its parameters, and its bias
  std::vector<std::string> notes{};    ///< what was simulated beforehand of its way of dealing out calls
};
struct GoFull {};
/// The candidate is given up; without one, what was in force before is so again.
struct RollBack {};
/// No step forwards until it is ended, which acknowledges an alarm, too.
struct Freeze {
  bool on = true;
};
using Step = std::variant<Promote, BeginShadow, BeginCanary, GoFull, RollBack, Freeze>;

/// What steps are judged by, beside the state.
struct Rules {
  const scenarios::RolloutSettings& settings;
  const BarredPolicies& barred;
  bool shadow_has_died = false;  ///< that of the candidate, unasked
};

/// Everything that is against the step; empty: it may be taken.
std::vector<std::string> against(const Step& step, const State& state, const Rules& rules);

/// Why this manifest and its policy are barred; empty where they are not.
std::string bar_of(const Promoted& promoted, const BarredPolicies& barred);

/// The state after a step that nothing is against.
State after(const Step& step, State state);

/// What the step does to this state, for who asks beforehand and for who reads afterwards.
std::string in_words(const Step& step, const State& state);

/// The step's word, as the command and the audit trail have it: "promote".
std::string_view word_of(const Step& step);

}  // namespace twinline::live::rollout
