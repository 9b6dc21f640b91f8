// Holds what a bridge sees against what was foretold of the policy in force: folds happenings into KPIs by interval of
// the local day, and when an interval has been over for so long that its waits are, looks whether each KPI lies in its
// band. Raises an alarm when that is so less often than the forecast allows (band_test.hpp), each KPI with its share of
// family_alpha (Bonferroni). What is done about an alarm is not its business, nor what the day is called: who makes it
// says which local day an instant lies in.
//
// A day on which the clock changes, and an interval that had begun before the watch, are left out. Intervals are
// judged `longest_wait` after their end, and calls are booked where they entered their queue, as in reports.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "policies/contract/centre.hpp"
#include "policies/contract/happenings.hpp"
#include "reports/kpi/call_booking.hpp"
#include "reports/kpi/grid.hpp"
#include "reports/kpi/kpis.hpp"
#include "reports/rollout/band_test.hpp"
#include "reports/rollout/foretold_bands.hpp"

namespace twinline::rollout {

/// How one KPI has kept to its bands.
struct BandStanding {
  std::string kpi;
  std::uint64_t intervals = 0, outside = 0;  ///< judged, and those of them outside the band
  double evidence = 1;                       ///< that it leaves them too often; an alarm at `needed`
  double needed = 0;
};

struct BandAlarm {
  Time at;
  std::string kpi;
  std::string reason;  ///< in words
};

class BandWatch {
 public:
  using DayOf = std::function<reports::GridDay(Time)>;

  /// `simulated_days` is how many days the bands are from. KPIs that cannot be watched (objection_to) are left out.
  BandWatch(const Centre& centre, std::span<const Band> bands, std::uint64_t simulated_days, DayOf day_of);

  /// Whether there is anything to hold KPIs against: bands of one KPI that can be watched, from days enough (8).
  bool has_bands() const { return !kpis_.empty(); }

  /// Takes in what happened at `now`, nothing included. Instants must not run backwards; the first is where the watch
  /// begins.
  void fold(Time now, std::span<const Happening> happenings);

  /// The first one. Nothing is judged after it.
  const std::optional<BandAlarm>& alarm() const { return alarm_; }

  std::vector<BandStanding> standing() const;

 private:
  struct WatchedBands {
    reports::NamedKpi kpi;
    BandTest test;
    BandStanding standing;
  };
  /// What is known of a local day; `next` is the first interval that is not judged.
  struct WatchedDay {
    reports::GridDay day;
    std::size_t next = 0;
    std::map<std::size_t, std::vector<reports::CallCounts>> counts;  ///< by interval, by queue
  };

  reports::CallCounts* counts_of(QueueIndex queue, Time queued_at);
  WatchedDay* day_at(Time at);
  void judge_until(Time now);
  void judge_next(WatchedDay& day, Time now);
  void begin_day(const WatchedDay& day);
  void judge(WatchedBands& watched, const Limits& limits, const std::vector<reports::CallCounts>* counts, Time now);
  std::size_t first_interval(const WatchedDay& day) const;
  Time due(const WatchedDay& day) const;

  ForetoldBands bands_;
  DayOf day_of_;
  std::vector<reports::QueueRule> rules_;  ///< by queue
  std::vector<WatchedBands> kpis_;
  std::deque<WatchedDay> days_;  ///< of which something is still to be judged; the clock's changes are not among them
  std::optional<Time> began_;
  Time known_until_{};  ///< up to here days are known
  Time due_ = never;    ///< when the next interval is to be judged
  std::optional<BandAlarm> alarm_;
};

}  // namespace twinline::rollout
