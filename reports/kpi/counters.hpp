// The KPIs' running counts: a fold over happenings in a few nanoseconds each, the same whether the happenings
// come straight from the ACD or out of a journal. One Counters follows one replication at a time over one
// Centre. It knows nothing of replications' statistics; totals() hands over integers. Booking rules
// (docs/kpis.md): a call counts where and when it entered its queue, so nothing is booked of calls that
// entered during the warm-up; agents' time counts by overlap; waits and handling that are not over when the
// world stops are left out.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "policies/contract/centre.hpp"
#include "policies/contract/happenings.hpp"
#include "reports/kpi/call_booking.hpp"
#include "reports/kpi/channel_counters.hpp"
#include "reports/kpi/grid.hpp"
#include "reports/kpi/totals.hpp"
#include "reports/statistics/log_linear_histogram.hpp"

namespace twinline::reports {

class Counters {
 public:
  /// The happenings that count; fold() ignores all others.
  static constexpr HappeningSet interests =
      HappeningSet::of<CallBlocked, WaitBegan, WaitEnded, HandlingEnded, AgentChanged, AgentChangedGroup>();

  /// Centre and grid must outlive the counters. All agents are logged out at the world's start.
  Counters(const Centre& centre, const IntervalGrid& grid, Detail detail = Detail::full);

  /// Books what happened at `now`. Instants must not run backwards.
  void fold(Time now, std::span<const Happening> happenings);

  /// The world stopped at `end`, not before the last happening: closes the account of agents' time. Call it
  /// once.
  void finish(Time end);

  /// What was counted; meaningful after finish().
  ReplicationTotals totals() const;

  /// Forgets everything and keeps the memory, for the next replication.
  void restart();

 private:
  // Calls alike in type, queue and segment that were answered by the same group, or not answered, or
  // overflowed. Every dimension but the interval is a sum over classes, so that a call is booked once.
  struct CallClass {
    CallCounts counts;
    statistics::LogLinearHistogram waits;
  };
  struct GroupNow {
    std::int64_t staffed = 0, handling = 0;  // agents in these states
  };

  void book_wait(const WaitEnded& wait);
  void book_handling(const HandlingEnded& handling);
  void book_callback(const HandlingEnded& handling);
  bool counts_later_or_never(const WaitEnded& wait) const;
  void book_blocked(Time now, const CallBlocked& blocked);
  void change_agents(Time now, GroupIndex group, std::int64_t staffed, std::int64_t handling);
  void move_to(Time now);
  void close_span(Time end);
  IntervalSpan span_from(Time at) const;
  CallCounts& interval_of(QueueIndex queue, Time queued_at, IntervalSpan& latest);
  CallClass& class_of(const CallLabels& labels, QueueIndex queue, std::uint32_t ending);
  void open(std::uint32_t& block);
  void sum_classes(ReplicationTotals& totals) const;
  void sum_agent_times(ReplicationTotals& totals) const;

  const Centre* centre_;
  const IntervalGrid* grid_;
  Detail detail_;
  std::uint32_t run_out_cell_, warm_up_cell_;  // beside the grid's, for agents' time
  std::uint32_t segments_;                     // one more than the centre's: calls without a segment
  std::uint32_t not_answered_, overflowed_;    // endings of a wait beside the group that answered

  IntervalSpan span_;  // where `now` is; its cell may be that of the run-out or of the warm-up
  // Where the last waits and the last calls handled had entered their queues; the next are mostly in there
  // too.
  IntervalSpan wait_entry_, handling_entry_;

  std::vector<QueueRule> queue_rules_;
  std::vector<std::uint32_t> blocks_;  // by type and queue: where its classes begin, or no_block
  std::vector<CallClass> classes_;
  std::vector<CallCounts> by_queue_and_interval_;
  std::vector<statistics::LogLinearHistogram> waits_by_interval_;
  std::vector<GroupNow> groups_now_;
  std::vector<AgentTimes> agent_times_;
  std::optional<ChannelCounters> channels_;  ///< where contacts other than calls come
};

}  // namespace twinline::reports
