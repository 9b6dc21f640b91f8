// Replications of the two-queue centre, made of the waits that a test names.
#pragma once

#include <vector>

#include "reports/kpi/totals.hpp"
#include "tests/unit/kpi/two_queue_centre.hpp"

namespace twinline::reports::test {

inline const IntervalGrid& hour() {
  static const IntervalGrid grid = quarter_hours(0s, 1h);
  return grid;
}

inline ReplicationTotals replication(const Centre& centre, const std::vector<WaitEnded>& waits,
                                     Detail detail = Detail::full) {
  Counters counters(centre, hour(), detail);
  using enum AgentState;
  fold_one(counters, 0, agent_changed(juniors, logged_out, ready));
  fold_waits(counters, waits);
  counters.finish(at(3600));
  return counters.totals();
}

/// One call answered after each of these waits, in seconds.
inline std::vector<WaitEnded> answered_after(const std::vector<double>& waits) {
  std::vector<WaitEnded> list;
  for (const double wait : waits) list.push_back(answered(labels(retail, question), 0, wait, juniors));
  return list;
}

/// The totals of a day of the centre with so many calls to `retail`, each answered after so many seconds.
inline ReplicationTotals day(std::uint64_t calls, double wait) {
  ReplicationTotals totals;
  totals.detail = Detail::counts;
  totals.by_queue.resize(2);
  totals.by_call_type.resize(2);
  totals.by_segment.resize(2);
  totals.by_group.resize(2);
  CallCounts& counts = totals.total.counts;
  counts.answered = calls;
  counts.wait_answered.add(from_seconds(wait * static_cast<double>(calls)));
  totals.by_queue[0].counts = counts;
  return totals;
}

}  // namespace twinline::reports::test
