// What one replication, or one live period, came to: counts, exact sums of time and distributions of waits,
// by every dimension that is reported. Plain integers, so that totals folded from a journal and those of the
// fast counters are equal or not, with nothing in between. KPIs are worked out from them (kpis.hpp); nothing
// is divided here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/kpi/channel_totals.hpp"
#include "reports/kpi/infrastructure_totals.hpp"
#include "reports/kpi/journey_totals.hpp"
#include "reports/statistics/log_linear_histogram.hpp"
#include "reports/statistics/time_sum.hpp"

namespace twinline::reports {

/// How much of a replication is kept; a thousand replications in full detail fill a gigabyte, as counts a few
/// megabytes.
enum class Detail : std::uint8_t {
  counts,  ///< no distributions (so no wait quantiles) and no intervals
  totals,  ///< no intervals
  full,
};

/// What became of the calls that entered a queue, and of those that were blocked before. A call that
/// overflows goes on with the same wait in another queue: it counts as offered to both queues, but once in
/// every other dimension, where `overflowed` and the figures with it are 0.
struct CallCounts {
  std::uint64_t blocked = 0;
  std::uint64_t answered = 0;
  std::uint64_t abandoned = 0;   ///< short ones included
  std::uint64_t flowed_out = 0;  ///< exits to another queue, voicemail, callbacks, releases; not overflows
  std::uint64_t overflowed = 0;
  std::uint64_t short_abandoned = 0;
  std::uint64_t answered_in_threshold = 0;
  std::uint64_t abandoned_in_threshold = 0;
  std::uint64_t service_level_met = 0;      ///< numerator of the service level, each queue by its own definition
  std::uint64_t service_level_counted = 0;  ///< denominator
  std::uint64_t delayed = 0;                ///< waited longer than 0; overflows not counted
  std::uint64_t delayed_overflowed = 0;
  std::uint64_t handled = 0;  ///< calls whose talk and wrap-up are over
  statistics::TimeSum wait_answered;
  statistics::TimeSum wait_unanswered;  ///< of abandoned and flowed out
  statistics::TimeSum wait_overflowed;
  statistics::TimeSum talk;  ///< hold included
  statistics::TimeSum hold;
  statistics::TimeSum wrap_up;

  std::uint64_t offered() const { return answered + abandoned + flowed_out + overflowed; }
  CallCounts& operator+=(const CallCounts& other);
  friend bool operator==(const CallCounts&, const CallCounts&) = default;
};

/// The same, each call counted once: for sums over queues.
CallCounts without_overflows(CallCounts counts);

/// Counts with the distribution of the waits of all calls offered.
struct CallTotals {
  CallCounts counts;
  statistics::SparseHistogram waits;
  friend bool operator==(const CallTotals&, const CallTotals&) = default;
};

/// Agents' time by overlap.
struct AgentTimes {
  statistics::TimeSum staffed;   ///< logged in: ready, offered a call, busy, wrapping up or not ready
  statistics::TimeSum handling;  ///< busy or wrapping up

  AgentTimes& operator+=(const AgentTimes& other) {
    staffed += other.staffed;
    handling += other.handling;
    return *this;
  }
  friend bool operator==(const AgentTimes&, const AgentTimes&) = default;
};

/// Of one agent group. By group, calls are those that it answered; nobody can say which group missed an
/// abandoned one.
struct GroupTotals {
  CallTotals calls;
  AgentTimes in_horizon;
  AgentTimes in_run_out;  ///< after the horizon's end
  friend bool operator==(const GroupTotals&, const GroupTotals&) = default;
};

struct ReplicationTotals {
  Detail detail = Detail::full;
  CallTotals total;
  std::vector<CallTotals> by_queue, by_call_type, by_segment;
  std::vector<GroupTotals> by_group;
  // Only in full detail; entry [queue or group × number of cells + cell].
  std::vector<CallCounts> by_queue_and_interval;
  std::vector<AgentTimes> by_group_and_interval;
  std::vector<statistics::SparseHistogram> waits_by_interval;  ///< by cell; empty on a folded grid
  std::optional<InfrastructureTotals> infrastructure;          ///< where the scenario has one
  std::optional<JourneyTotals> journeys;                       ///< where it says what follows a contact
  std::optional<ChannelTotals> channels;                       ///< where contacts other than calls come

  friend bool operator==(const ReplicationTotals&, const ReplicationTotals&) = default;
};

/// The same in the detail `counts`: distributions and intervals thrown away.
void keep_counts_only(ReplicationTotals& totals);

/// Says what does not add up, or nothing: every call offered was answered, abandoned or flowed out and has
/// one wait in the distribution; each dimension sums to the total; nobody handles calls for longer than being
/// staffed; the infrastructure, what became of matters and what lay there add up.
std::optional<std::string> first_inconsistency(const ReplicationTotals& totals);

}  // namespace twinline::reports
