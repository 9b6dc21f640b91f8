#include "reports/rollout/rollback_words.hpp"

#include <chrono>

#include <fmt/format.h>

#include "policies/contract/units.hpp"

namespace twinline::rollout {
namespace {

std::string amount(reports::Unit unit, double value) {
  switch (unit) {
    case reports::Unit::share: return fmt::format("{:.2f} points", value * 100);
    case reports::Unit::seconds: return fmt::format("{:.1f} s", value);
    case reports::Unit::count: break;
  }
  return fmt::format("{:.1f}", value);
}

/// Nobody rolls back by the nanosecond.
std::string length(Duration after) { return to_text(Duration{std::chrono::round<std::chrono::seconds>(after)}); }

}  // namespace

std::string harm_words(const WatchedKpi& kpi, const Harm& harm, double alpha, SplitBy by, Duration after) {
  const reports::Unit unit = kpi.kpi().unit;
  return fmt::format(
      "{}: the candidate is worse than the incumbent by {}, surely by more than {} ({:.4g} % always-valid bound); the "
      "limit is {}; after {} {} in {}",
      kpi.question().kpi, amount(unit, harm.estimate), amount(unit, harm.at_least), 100 * (1 - alpha),
      amount(unit, kpi.question().limit.value_or(0)), harm.n, by == SplitBy::block ? "pairs of blocks" : "calls",
      length(after));
}

std::string rejection_words(std::uint64_t rejections, std::uint64_t tolerated, Duration after) {
  return fmt::format("{} of the candidate's decisions were rejected or threw; {} are tolerated; after {}", rejections,
                     tolerated, length(after));
}

}  // namespace twinline::rollout
