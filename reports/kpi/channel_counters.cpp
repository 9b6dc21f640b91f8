#include "reports/kpi/channel_counters.hpp"

#include <algorithm>

namespace twinline::reports {

ChannelCounters::ChannelCounters(const Centre& centre, const IntervalGrid& grid) : centre_(&centre), grid_(&grid) {
  for (const CallType& type : centre.call_types) {
    counted_.push_back(type.channel != Channel::voice || type.deadline > 0ns);
  }
  restart();
}

void ChannelCounters::restart() { totals_.by_call_type.assign(counted_.size(), {}); }

void ChannelCounters::fold(Time now, std::span<const Happening> happenings) {
  for (const Happening& happening : happenings) {
    if (const auto* began = std::get_if<WaitBegan>(&happening)) {
      change_open(now, began->labels.type, +1);
    } else if (const auto* wait = std::get_if<WaitEnded>(&happening)) {
      if (wait->how != WaitEnd::answered) change_open(now, wait->labels.type, -1);
    } else if (const auto* ended = std::get_if<HandlingEnded>(&happening)) {
      change_open(now, ended->labels.type, -1);
      if (counts(ended->labels.type) && ended->queued_at >= grid_->from() && !ended->transferred && ended->reached)
        book(now, *ended);
    }
  }
}

/// The time that n contacts lie open until the horizon's end e is ne, less t for each that came at t, and more by t for
/// each that went: so a change costs one addition.
void ChannelCounters::change_open(Time now, CallTypeIndex type, std::int64_t change) {
  if (!counts(type) || now >= grid_->until()) return;
  ChannelCounts& counts = totals_.by_call_type[type.value];
  counts.open += static_cast<std::uint64_t>(change);
  counts.lay.add(grid_->until() - std::max(now, grid_->from()), change);
}

void ChannelCounters::book(Time now, const HandlingEnded& ended) {
  ChannelCounts& counts = totals_.by_call_type[ended.labels.type.value];
  const Duration deadline = centre_->call_types[ended.labels.type.value].deadline;
  const Duration taken = now - ended.queued_at;
  ++counts.closed;
  counts.to_close.add(taken);
  if (deadline <= 0ns) return;
  ++counts.promised;
  counts.in_time += taken <= deadline;
}

}  // namespace twinline::reports
