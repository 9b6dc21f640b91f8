// The intervals that KPIs are reported by: the quarter or half hours of a horizon's days on the world's
// clock, or, for long horizons, those of one week onto which all weeks are folded. Intervals are half-open
// and begin on the site's local clock, so a day with a clock change has 92 or 100 quarter hours. The caller
// says what days there are (nothing here knows a time zone); from() is where the warm-up ends and until()
// where the horizon does. What lies beyond until() is the run-out: see span_at and cell_of for where it goes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policies/contract/time.hpp"

namespace twinline::reports {

/// One local day, as far as intervals and their names need it.
struct GridDay {
  Time midnight;             ///< local
  Duration length{24h};      ///< to the next local midnight: 23, 24 or 25 h
  std::uint8_t weekday = 0;  ///< 0 Monday to 6 Sunday
  int year = 1970;
  unsigned month = 1, day = 1;
  std::int32_t utc_offset_seconds = 0;    ///< at local midnight
  Duration clock_change_at{0};            ///< since midnight; looked at only if clock_change_seconds is not 0
  std::int32_t clock_change_seconds = 0;  ///< +3600: the clock skips an hour, −3600: it repeats one
};

/// One interval as it occurs: [start, end), cut where the warm-up ends and where the horizon does.
struct IntervalSpan {
  Time start, end;
  std::uint32_t cell = 0;
};

class IntervalGrid {
 public:
  enum class Folding : std::uint8_t { none, by_weekday };

  /// Days in order and without gaps, an interval that divides 24 h, and from < until within the days; throws
  /// std::invalid_argument otherwise.
  IntervalGrid(std::vector<GridDay> days, Duration interval, Time from, Time until, Folding folding = Folding::none);

  Time from() const { return from_; }
  Time until() const { return until_; }
  bool folded() const { return folding_ == Folding::by_weekday; }
  Duration interval() const { return interval_; }

  /// How many cells there are: intervals from the one that holds from() to the last before until(), or those
  /// of a week.
  std::uint32_t cells() const { return static_cast<std::uint32_t>(labels_.size()); }

  /// The interval that an instant lies in. Requires from() ≤ at < until(). Constant time.
  IntervalSpan span_at(Time at) const;

  /// The cell that a call is booked in which entered its queue at `at` ≥ from(). One that entered in the
  /// run-out (a transfer, say) belongs to the last interval, so that intervals sum to the total. Constant
  /// time.
  std::uint32_t cell_of(Time at) const { return at < until_ ? span_at(at).cell : last_cell_; }

  /// Start of the cell: "2026-03-02T08:00:00+01:00", or "Mon 08:00" when folded.
  const std::string& label(std::uint32_t cell) const { return labels_[cell]; }

  /// Time between from() and until() that the cell covers; when folded, over all weeks, and 0 where it never
  /// occurs.
  Duration length(std::uint32_t cell) const { return lengths_[cell]; }

 private:
  std::size_t day_of(Time at) const;
  void name_cells();

  std::vector<GridDay> days_;
  std::vector<std::uint32_t> first_cells_;  // by day, counted from the first day's midnight; unused when folded
  Duration interval_;
  Time from_, until_;
  Folding folding_;
  std::uint32_t first_cell_ = 0;  // of the interval that holds from(), in the count of first_cells_
  std::uint32_t last_cell_ = 0;
  std::vector<std::string> labels_;
  std::vector<Duration> lengths_;
};

}  // namespace twinline::reports
