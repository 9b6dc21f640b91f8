// The running counts of contacts that are no telephone calls or have a deadline: a fold over happenings beside
// Counters, for centres that have such contacts.
#pragma once

#include <span>
#include <vector>

#include "policies/contract/centre.hpp"
#include "policies/contract/happenings.hpp"
#include "reports/kpi/channel_totals.hpp"
#include "reports/kpi/grid.hpp"

namespace twinline::reports {

class ChannelCounters {
 public:
  /// Centre and grid must outlive the counters.
  ChannelCounters(const Centre& centre, const IntervalGrid& grid);

  void fold(Time now, std::span<const Happening> happenings);
  const ChannelTotals& totals() const { return totals_; }
  void restart();

 private:
  bool counts(CallTypeIndex type) const { return counted_[type.value]; }
  void change_open(Time now, CallTypeIndex type, std::int64_t change);
  void book(Time now, const HandlingEnded& ended);

  const Centre* centre_;
  const IntervalGrid* grid_;
  std::vector<bool> counted_;  ///< by call type
  ChannelTotals totals_;
};

}  // namespace twinline::reports
