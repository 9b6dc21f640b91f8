// What the simulation that a candidate's manifest carries says of a canary before it begins: which ways of dealing out
// calls are unbiased in this centre, and whether the one that is asked for is. The bias is the simulation's
// (sim/lab/rollout_forecast), the words for it and what they are worth to an operator are found here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policies/rollout/split_rule.hpp"
#include "reports/manifest/manifest.hpp"

namespace twinline::live::rollout {

struct CanaryBias {
  std::vector<std::string> lines;  ///< for whoever asks for the canary, whatever comes of it
  std::string objection;           ///< the way asked for is known to be biased, and how much; empty: it is not
};

/// `forecast` is the manifest's; none, or one without designs, is said to say nothing.
CanaryBias canary_bias(const std::optional<manifest::Forecast>& forecast, const SplitRule& asked);

/// "by call, a freed agent going by a draw", for a way as manifests name it.
std::string way_in_words(const manifest::Design& design);

}  // namespace twinline::live::rollout
