// Why a rollout is rolled back, in words for a log, a page and whoever is called at night.
#pragma once

#include <cstdint>
#include <string>

#include "policies/contract/time.hpp"
#include "policies/rollout/split_rule.hpp"
#include "reports/rollout/watched_kpi.hpp"

namespace twinline::rollout {

/// `after` is how long the rollout has lasted.
std::string harm_words(const WatchedKpi& kpi, const Harm& harm, double alpha, SplitBy by, Duration after);

std::string rejection_words(std::uint64_t rejections, std::uint64_t tolerated, Duration after);

}  // namespace twinline::rollout
