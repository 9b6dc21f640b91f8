#include "reports/kpi/channel_totals.hpp"

namespace twinline::reports {

ChannelCounts& ChannelCounts::operator+=(const ChannelCounts& other) {
  closed += other.closed;
  promised += other.promised;
  in_time += other.in_time;
  open += other.open;
  to_close += other.to_close;
  lay += other.lay;
  return *this;
}

ChannelCounts ChannelTotals::total() const {
  ChannelCounts sum;
  for (const ChannelCounts& counts : by_call_type) sum += counts;
  return sum;
}

std::optional<std::string> first_inconsistency(const ChannelTotals& totals) {
  for (const ChannelCounts& counts : totals.by_call_type) {
    if (counts.promised > counts.closed) return "more contacts with a deadline were closed than contacts were";
    if (counts.in_time > counts.promised) return "more contacts were closed in time than had a deadline";
  }
  return std::nullopt;
}

}  // namespace twinline::reports
