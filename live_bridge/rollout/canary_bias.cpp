#include "live_bridge/rollout/canary_bias.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "live_bridge/rollout/kpi_unit.hpp"
#include "reports/manifest/designs.hpp"
#include "reports/rollout/advice.hpp"
#include "reports/rollout/forecast_json.hpp"

namespace twinline::live::rollout {
namespace {

using manifest::Bias;
using manifest::Design;

/// "-1.9 pp", "0.4 s"
std::string amount(const std::optional<double>& value, const std::string& kpi) {
  if (!value) return "unknown";
  return unit_of(kpi) == KpiUnit::share ? fmt::format("{:.1f} pp", *value * 100) : fmt::format("{:.1f} s", *value);
}

/// "service_level -1.9 pp (-2.3 pp to -1.5 pp)", all of them.
std::string figures(const Design& design) {
  std::vector<std::string> texts;
  for (const manifest::DesignBias& bias : design.kpis) {
    texts.push_back(fmt::format("{} {} ({} to {})", bias.kpi, amount(bias.mean, bias.kpi), amount(bias.low, bias.kpi),
                                amount(bias.high, bias.kpi)));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

/// "at a share of 50 %", "in blocks of 30 min"; where the simulation left the share open it was a half.
std::string simulated(const manifest::Designs& designs, const Design& design) {
  if (design.by == twinline::rollout::name_of(SplitBy::block)) {
    return fmt::format("in blocks of {:.0f} min", designs.block_seconds / 60);
  }
  constexpr double usual_share = 0.5;
  std::vector<std::string> shares;
  for (const manifest::SimulatedShare& step : designs.ramp) shares.push_back(fmt::format("{:.3g} %", step.share * 100));
  if (shares.empty()) shares.push_back(fmt::format("{:.3g} %", usual_share * 100));
  return fmt::format("at a share of {}", fmt::join(shares, ", then "));
}

bool is_asked(const Design& design, const SplitRule& asked) {
  if (design.by != twinline::rollout::name_of(asked.by)) return false;
  return asked.by != SplitBy::call || design.freed_agent == twinline::rollout::name_of(asked.freed_agent);
}

std::string unbiased_ways(const manifest::Designs& designs) {
  std::vector<std::string> ways;
  for (const Design& design : designs.ways) {
    if (bias_of(design) == Bias::negligible) ways.push_back(way_in_words(design));
  }
  if (ways.empty()) return "no way of dealing out calls is shown to be unbiased here";
  return fmt::format("unbiased here: {}", fmt::join(ways, "; "));
}

}  // namespace

std::string way_in_words(const Design& design) {
  const auto is = [&](auto value, const std::string& name) { return name == twinline::rollout::name_of(value); };
  const SplitBy by = is(SplitBy::call, design.by)    ? SplitBy::call
                     : is(SplitBy::queue, design.by) ? SplitBy::queue
                                                     : SplitBy::block;
  return twinline::rollout::design_text(
      by, is(FreedAgent::drawn, design.freed_agent) ? FreedAgent::drawn : FreedAgent::longest_waiting);
}

CanaryBias canary_bias(const std::optional<manifest::Forecast>& forecast, const SplitRule& asked) {
  if (!forecast || !forecast->designs || forecast->designs->ways.empty()) {
    return {{"which way of dealing out calls is unbiased here was not computed: the manifest carries no simulation of "
             "them (twinline sign --rollout)"},
            {}};
  }
  const manifest::Designs& designs = *forecast->designs;
  CanaryBias told;
  told.lines.push_back(fmt::format("by {}'s simulation, {}", forecast->file, unbiased_ways(designs)));
  const std::string way = twinline::rollout::design_text(asked.by, asked.freed_agent);
  const auto simulated_way = std::find_if(designs.ways.begin(), designs.ways.end(),
                                          [&](const Design& design) { return is_asked(design, asked); });
  if (simulated_way == designs.ways.end()) {
    told.lines.push_back(fmt::format("asked for: {}, which was not simulated", way));
    return told;
  }
  const Bias bias = bias_of(*simulated_way);
  const std::string found =
      fmt::format("{}; simulated {}", figures(*simulated_way), simulated(designs, *simulated_way));
  told.lines.push_back(fmt::format("asked for: {}, {} ({})", way,
                                   bias == Bias::negligible ? "unbiased"
                                   : bias == Bias::biased   ? "biased"
                                                            : "not shown to be unbiased",
                                   found));
  if (bias == Bias::biased) {
    told.objection = fmt::format(
        "{} is biased here: {}; it guards against harm, but does not tell the size of the effect. accept_bias "
        "(--accept-bias) takes it all the same",
        way, figures(*simulated_way));
  }
  return told;
}

}  // namespace twinline::live::rollout
