#include "reports/rollout/waits.hpp"

namespace twinline::rollout {

bool is_late(const reports::QueueRule& rule, const Wait& wait, Time now) {
  const Duration length = wait.length(now);
  return rule.definition != ServiceLevelDefinition::answered_in_threshold_over_answered && length > rule.threshold &&
         length >= rule.short_abandon;
}

std::optional<statistics::RatioPart> outcome(const reports::Kpi& kpi, const reports::QueueRule& rule, const Wait& wait,
                                             Time now) {
  static const reports::Kpi* const service_level = reports::find_kpi("service_level");
  if (&kpi == service_level && is_late(rule, wait, now)) return statistics::RatioPart{0, 1};
  const bool too_long = wait.length(now) >= longest_wait;
  if (!wait.waited && !too_long) return std::nullopt;
  reports::KpiCell cell;
  reports::book_wait(cell.calls, rule, too_long ? WaitEnd::released : wait.how, too_long ? longest_wait : *wait.waited);
  const reports::Fraction fraction = kpi.fraction(cell);
  return statistics::RatioPart{fraction.numerator, fraction.denominator};
}

}  // namespace twinline::rollout
