#include "reports/render/rank_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/render/kpi_text.hpp"

namespace twinline::reports {
namespace {

std::string zone_text(const RankResult& result) {
  const double zone = result.indifference;
  // "+1.0 points" without its sign.
  return difference_text(result.kpi.unit, zone, zone, zone).substr(1);
}

std::size_t count_of(const RankResult& result, Standing standing) {
  return static_cast<std::size_t>(
      std::count_if(result.systems.begin(), result.systems.end(),
                    [&](const RankedSystem& system) { return system.standing == standing; }));
}

std::string promise_of_kim_nelson(const RankResult& result) {
  const std::string zone = zone_text(result);
  const bool decided = count_of(result, Standing::remaining) == 0;
  std::string text =
      result.standard.empty()
          ? fmt::format("If one system is better than every other by {} or more, KN {} it", zone,
                        decided ? "selects" : "keeps")
          : fmt::format(
                "If no system is better than the standard {}, KN keeps the standard; if one is better than it and "
                "than every other by {} or more, KN {} that one: each",
                result.standard, zone, decided ? "selects" : "keeps");
  text += fmt::format(" with a probability of at least {:.4g} %.", result.confidence * 100);
  return text + " This takes each replication for one normal observation; systems share their callers.";
}

std::string estimate_of_budget_allocation(const RankResult& result) {
  return fmt::format(
      "The probability that it is the best is estimated at {:.1f} %, from the same replications and as if systems "
      "shared no callers. OCBA makes the most of a budget and promises nothing.",
      result.probability_of_best.value_or(0) * 100);
}

}  // namespace

std::string_view standing_text(Standing standing) {
  switch (standing) {
    case Standing::selected: return "selected";
    case Standing::remaining: return "not told apart";
    case Standing::eliminated: return "eliminated";
    case Standing::behind: break;
  }
  return "behind";
}

std::string_view procedure_name(RankProcedure procedure) {
  switch (procedure) {
    case RankProcedure::kim_nelson: return "kn";
    case RankProcedure::budget_allocation: return "ocba";
    case RankProcedure::search: break;
  }
  return "search";
}

std::string observed_title(const RankResult& result) { return placed_title({result.kpi}, result.kpi.name, result.by); }

std::string finding(const RankResult& result) {
  const std::string& best = result.systems.front().arm.name;
  const std::string in = in_sentence(observed_title(result));
  const std::size_t remaining = count_of(result, Standing::remaining);
  if (remaining > 0) {
    return fmt::format(
        "Undecided: the budget of {} replications ended with {} of {} systems not told apart; {} leads in {}.",
        result.budget.value_or(0), remaining + 1, result.systems.size(), best, in);
  }
  if (!result.standard.empty() && best == result.standard)
    return fmt::format("No system was shown to be better than the standard {} in {}.", best, in);
  if (result.procedure == RankProcedure::search)
    return fmt::format("{} is the best of {} points that were tried in {}.", best, result.systems.size(), in);
  return fmt::format("{} is selected as the best of {} systems in {}.", best, result.systems.size(), in);
}

std::string guarantee(const RankResult& result) {
  switch (result.procedure) {
    case RankProcedure::kim_nelson: return promise_of_kim_nelson(result);
    case RankProcedure::budget_allocation: return estimate_of_budget_allocation(result);
    case RankProcedure::search: break;
  }
  return "A search promises nothing: there may be better points, and the best of those tried owes something to chance.";
}

std::string fresh_sentence(const RankResult& result) {
  if (!result.fresh) return "";
  const FreshLook& look = *result.fresh;
  const Unit unit = result.kpi.unit;
  const Difference& difference = look.difference;
  return fmt::format(
      "On {} fresh replications (seed {}), which no selection has seen, {} came to {}: {} {} against {}, {}. The means "
      "of the selection itself flatter the one that was picked.",
      look.replications, look.seed, difference.b, estimate_text(unit, &look.selected),
      difference_text(unit, difference.mean, difference.low, difference.high),
      interval_text(unit, difference.mean, difference.low, difference.high), difference.a,
      verdict_text(difference.verdict));
}

std::string estimand_sentence(const RankResult& result) {
  return fmt::format(
      "Ranked by the mean over replications of each one's own {}; the figures on fresh replications pool all calls, as "
      "a run does.",
      in_sentence(observed_title(result)));
}

}  // namespace twinline::reports
