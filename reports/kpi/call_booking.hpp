// How one call is booked: what the end of its wait and of its handling add to the counts, by the rules of its queue.
// Whoever counts calls books them so, whatever they are counted by. Where a call counts, and when, is the caller's
// business (counters.hpp).
#pragma once

#include "policies/contract/centre.hpp"
#include "policies/contract/happenings.hpp"
#include "reports/kpi/totals.hpp"

namespace twinline::reports {

/// What a queue says of waits, in one cache line with its neighbours.
struct QueueRule {
  Duration threshold{0};
  Duration short_abandon{0};
  ServiceLevelDefinition definition{};

  QueueRule() = default;
  explicit QueueRule(const ServiceLevel& level)
      : threshold(level.threshold), short_abandon(level.short_abandon), definition(level.definition) {}
};

/// Whether an abandoned call is in the denominator of the service level.
constexpr bool counts_abandoned(ServiceLevelDefinition definition, bool within_threshold, bool is_short) {
  switch (definition) {
    case ServiceLevelDefinition::answered_in_threshold_over_offered:
    case ServiceLevelDefinition::handled_in_threshold_over_offered: return true;
    case ServiceLevelDefinition::answered_in_threshold_over_offered_less_short: return !is_short;
    case ServiceLevelDefinition::answered_in_threshold_over_answered: return false;
    case ServiceLevelDefinition::answered_in_threshold_over_answered_plus_late_abandoned: return !within_threshold;
  }
  return true;
}

inline void book_wait(CallCounts& counts, const QueueRule& rule, WaitEnd how, Duration waited) {
  const bool within_threshold = waited <= rule.threshold;
  const bool delayed = waited > 0ns;
  switch (how) {
    [[likely]] case WaitEnd::answered : ++counts.answered;
    counts.answered_in_threshold += within_threshold;
    counts.service_level_met += within_threshold;
    ++counts.service_level_counted;
    counts.delayed += delayed;
    counts.wait_answered.add(waited);
    break;
    case WaitEnd::abandoned: {
      const bool is_short = waited < rule.short_abandon;
      ++counts.abandoned;
      counts.short_abandoned += is_short;
      counts.abandoned_in_threshold += within_threshold;
      counts.service_level_met +=
          within_threshold && rule.definition == ServiceLevelDefinition::handled_in_threshold_over_offered;
      counts.service_level_counted += counts_abandoned(rule.definition, within_threshold, is_short);
      counts.delayed += delayed;
      counts.wait_unanswered.add(waited);
      break;
    }
    case WaitEnd::overflowed:
      ++counts.overflowed;
      counts.delayed_overflowed += delayed;
      counts.wait_overflowed.add(waited);
      break;
    case WaitEnd::exited:
    case WaitEnd::voicemail:
    case WaitEnd::callback:
    case WaitEnd::released:
      ++counts.flowed_out;
      counts.delayed += delayed;
      counts.wait_unanswered.add(waited);
      break;
  }
}

inline void book_handling(CallCounts& counts, const HandlingEnded& handling) {
  ++counts.handled;
  counts.talk.add(handling.talk);
  counts.hold.add(handling.hold);
  counts.wrap_up.add(handling.wrap_up);
}

}  // namespace twinline::reports
