// A canary as the routing policy that deals the calls out to incumbent and candidate (scenarios/menu/split_policy.hpp):
// made of what an operator asks for, and read again for who watches it. Which calls those are is the split's rule.
#pragma once

#include <string>
#include <vector>

#include "live_bridge/rollout/stages.hpp"
#include "policies/contract/centre.hpp"
#include "policies/contract/time.hpp"
#include "reports/rollout/terms.hpp"

namespace twinline::live::rollout {

/// Where and when a canary begins.
struct CanaryGround {
  Time now;
  std::uint64_t seed = 0;  ///< of the draw that deals calls out
  const Centre& centre;
};

/// What an operator asks for: parameters of the split, by name, and whether a way of dealing out calls that is known to
/// be biased will do.
struct CanaryWish {
  std::vector<ParameterText> split;
  bool accepts_bias = false;
};

/// The step to a canary between these two. The policies, the beginning and the seed of the split are set here. What is
/// wrong with the wish, limits of the settings that cannot be watched, and a bias that nobody accepts are against the
/// step.
BeginCanary canary_of(const scenarios::PolicyChoice& incumbent, const Promoted& candidate, CanaryWish wish,
                      const scenarios::RolloutSettings& settings, const CanaryGround& ground);

/// By what the monitor watches a canary: the rule of its split, and `bridge.promotion`'s limits. Service level is
/// watched in any case where calls or blocks are dealt out by chance; a KPI that cannot be watched is left out. Throws
/// std::invalid_argument where it is no split.
twinline::rollout::RolloutTerms terms_of(const scenarios::PolicyChoice& split, const Centre& centre,
                                         const scenarios::RolloutSettings& settings);

}  // namespace twinline::live::rollout
