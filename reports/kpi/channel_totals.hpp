// What came of contacts that are no telephone calls, or that were promised to be closed by a deadline, in one
// replication: when they were closed, and what lay there meanwhile. Plain integers, as all totals (totals.hpp), and
// none at all in a centre where every contact is a call that takes a whole agent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/statistics/time_sum.hpp"

namespace twinline::reports {

/// Of one call type. A contact is open from its entry into a queue until an agent is done with it or it leaves the
/// queue otherwise; handed on to another queue, it is another.
struct ChannelCounts {
  std::uint64_t closed = 0;        ///< an agent was done with them
  std::uint64_t promised = 0;      ///< of closed, those with a deadline
  std::uint64_t in_time = 0;       ///< of promised, those closed by then
  std::uint64_t open = 0;          ///< at the end of the horizon
  statistics::TimeSum to_close{};  ///< of closed, from the entry into the queue
  statistics::TimeSum lay{};       ///< of all, while open within the horizon

  ChannelCounts& operator+=(const ChannelCounts& other);
  friend bool operator==(const ChannelCounts&, const ChannelCounts&) = default;
};

struct ChannelTotals {
  std::vector<ChannelCounts> by_call_type;

  ChannelCounts total() const;
  friend bool operator==(const ChannelTotals&, const ChannelTotals&) = default;
};

/// Says what does not add up, or nothing: no part is larger than its whole.
std::optional<std::string> first_inconsistency(const ChannelTotals& totals);

}  // namespace twinline::reports
