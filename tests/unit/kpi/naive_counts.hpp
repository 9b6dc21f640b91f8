// The KPIs' counts as anyone would work them out from a list of happenings, without a thought for speed: the
// counters are held against them.
#pragma once

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "tests/unit/kpi/two_queue_centre.hpp"

namespace twinline::reports::test {

using Timed = std::pair<Time, Happening>;

/// Nanoseconds that the group's agents spent in states which `counts` accepts between two instants, by
/// walking through all changes.
inline std::int64_t time_in_state(const std::vector<Timed>& story, Time stopped, GroupIndex group, Time from,
                                  Time until, const std::function<bool(AgentState)>& counts) {
  const Time end = std::min(until, stopped);
  std::int64_t sum = 0;
  for (const auto& [when, happening] : story) {
    const Time since = std::clamp(when, from, std::max(from, end));
    const std::int64_t left = std::max<std::int64_t>(0, (end - since).count());
    if (const auto* change = std::get_if<AgentChanged>(&happening); change && change->group == group) {
      sum += (counts(change->to) - counts(change->from)) * left;
    } else if (const auto* move = std::get_if<AgentChangedGroup>(&happening)) {
      sum += ((move->to == group) - (move->from == group)) * counts(move->state) * left;
    }
  }
  return sum;
}

/// Waits that a place counts, as a list.
inline std::vector<WaitEnded> waits_where(const std::vector<Timed>& story,
                                          const std::function<bool(const WaitEnded&)>& counts) {
  std::vector<WaitEnded> waits;
  for (const auto& [when, happening] : story) {
    if (const auto* wait = std::get_if<WaitEnded>(&happening); wait && counts(*wait)) waits.push_back(*wait);
  }
  return waits;
}

inline std::uint64_t how_many(const std::vector<WaitEnded>& waits, WaitEnd how) {
  return static_cast<std::uint64_t>(
      std::count_if(waits.begin(), waits.end(), [&](const WaitEnded& wait) { return wait.how == how; }));
}

inline statistics::TimeSum waited(const std::vector<WaitEnded>& waits) {
  statistics::TimeSum sum;
  for (const WaitEnded& wait : waits) sum.add(wait.waited);
  return sum;
}

inline statistics::SparseHistogram distribution_of(const std::vector<WaitEnded>& waits) {
  statistics::LogLinearHistogram histogram;
  for (const WaitEnded& wait : waits) histogram.add(wait.waited);
  return histogram.freeze();
}

}  // namespace twinline::reports::test
