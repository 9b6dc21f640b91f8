// The waits of a partial rollout in the order in which they began, and when the outcome of each is known. A look that
// counted only waits which are over would count short ones before long ones, and an arm that lets callers wait would
// look well for as long as they do. So a test takes waits in the order in which they began, each as soon as its outcome
// can no longer change: for a service level that is when the threshold has passed, for other KPIs the end of the wait,
// and nothing is waited for longer than `longest_wait`.
#pragma once

#include <cstdint>
#include <optional>

#include "policies/contract/happenings.hpp"
#include "policies/rollout/split_rule.hpp"
#include "reports/kpi/call_booking.hpp"
#include "reports/kpi/kpis.hpp"
#include "reports/statistics/paired_moments.hpp"

namespace twinline::rollout {

/// A wait of this length is taken for one that ended unanswered then, whatever becomes of the call.
inline constexpr Duration longest_wait = 30min;

struct Wait {
  CallId call;
  QueueIndex queue;  ///< the last one, where the call overflowed
  Arm arm = Arm::incumbent;
  double share = 0;        ///< with which it was the candidate's
  bool is_tested = false;  ///< it was dealt by chance, and the first wait of its caller
  Time began;
  std::optional<Duration> waited;  ///< none while it lasts
  WaitEnd how = WaitEnd::answered;

  Duration length(Time now) const { return waited.value_or(now - began); }
};

/// Whether the wait is longer than its queue's threshold, and counts as missed whatever comes. Of those that are over
/// too: what counts must not depend on when somebody looks. Never where only answered calls count.
bool is_late(const reports::QueueRule& rule, const Wait& wait, Time now);

/// What the wait adds to numerator and denominator of the KPI; nothing while that is open.
std::optional<statistics::RatioPart> outcome(const reports::Kpi& kpi, const reports::QueueRule& rule, const Wait& wait,
                                             Time now);

}  // namespace twinline::rollout
