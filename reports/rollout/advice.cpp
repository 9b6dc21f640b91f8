#include "reports/rollout/advice.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

namespace twinline::rollout {
namespace {

bool is_unbiased(const DesignForecast& design) {
  return std::all_of(design.kpis.begin(), design.kpis.end(),
                     [](const DesignKpi& kpi) { return kpi.verdict == Bias::negligible; });
}

bool is_asked(const DesignForecast& design, const SplitRule& split) {
  return design.by == split.by && (split.by == SplitBy::block || design.freed_agent == split.freed_agent);
}

std::string text_of(const DesignForecast& design) { return design_text(design.by, design.freed_agent); }

/// Of the first KPI.
double size_of_bias(const DesignForecast& design) { return std::abs(design.kpis.front().bias.estimate); }

}  // namespace

std::string design_text(SplitBy by, FreedAgent freed_agent) {
  switch (by) {
    case SplitBy::call:
      return freed_agent == FreedAgent::longest_waiting
                 ? "by call, a freed agent going by the call that has waited longest"
                 : "by call, a freed agent going by a draw";
    case SplitBy::queue: return "by queue";
    case SplitBy::block: break;
  }
  return "by block of time";
}

std::string advice(const RolloutForecast& forecast) {
  if (forecast.truth.empty()) return "No KPI was asked about, so nothing can be said of bias.";
  std::vector<std::string> unbiased;
  const DesignForecast* asked = nullptr;
  for (const DesignForecast& design : forecast.designs) {
    if (is_unbiased(design)) unbiased.push_back(text_of(design));
    if (is_asked(design, forecast.split)) asked = &design;
  }
  std::string sentence;
  if (unbiased.empty()) {
    const auto least = std::min_element(forecast.designs.begin(), forecast.designs.end(),
                                        [](const auto& a, const auto& b) { return size_of_bias(a) < size_of_bias(b); });
    sentence = fmt::format("No way of dealing out calls is shown to be unbiased here; the least biased in {} is {}.",
                           forecast.truth.front().kpi, text_of(*least));
  } else {
    sentence = fmt::format("Unbiased here: {}.", fmt::join(unbiased, "; "));
  }
  if (asked != nullptr && !is_unbiased(*asked)) {
    sentence += fmt::format(
        " What was asked for, {}, is not: take its estimate for a guard against harm, not for the size of the effect.",
        text_of(*asked));
  }
  return sentence;
}

}  // namespace twinline::rollout
