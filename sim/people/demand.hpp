// Demand: who calls when. Each call type is a Poisson process whose rate follows the scenario's profile times that
// day's and interval's busyness, or the calls of a log. It does not depend on anything that happens in the centre.
#pragma once

#include <cstdint>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/people/day_rates.hpp"
#include "sim/people/draws.hpp"
#include "sim/people/replay_log.hpp"
#include "sim/random/distribution.hpp"
#include "sim/random/stream.hpp"

namespace twinline::sim {

/// A first attempt, about to be made.
struct Arrival {
  Time at = never;
  CallKey key = 0;
  CallTypeIndex type;
  SegmentIndex segment;
  std::uint8_t priority = 0;
  Duration logged_service{-1};  ///< negative when no log says
};

/// The arrivals of one call type in order of time.
class ArrivalProcess {
 public:
  ArrivalProcess(const scenarios::Scenario& scenario, const ReplayLog& log, CallTypeIndex type, const Draws& draws);

  /// The next arrival; its time is `never` when there is none any more.
  Arrival next();

 private:
  Arrival next_drawn();
  void expand_log(const std::vector<LoggedCall>& logged, double scale);
  void begin_day(std::size_t day);
  void begin_piece(std::size_t piece);
  void apply_busyness(std::size_t day);
  SegmentIndex draw_segment(CallKey key) const;

  const scenarios::Scenario* scenario_;
  const scenarios::Arrivals* arrivals_;
  CallTypeIndex type_;
  Draws draws_;
  random::StreamSeed seed_;

  std::size_t next_day_ = 0;
  std::uint64_t ordinal_ = 0;
  random::Stream gaps_{0};
  std::vector<RatePiece> pieces_;
  std::size_t piece_ = 0;
  double length_ = 0, slope_ = 0;  ///< of the piece: nanoseconds, and rate per nanosecond
  double offset_ = 0;              ///< nanoseconds into the piece

  std::vector<Arrival> replayed_;  ///< in order of time
  std::size_t next_replayed_ = 0;
};

/// The factor that all call types share on a day of the horizon; 1 where the scenario has none.
double shared_busyness(const scenarios::Scenario& scenario, const Draws& draws, std::size_t day);

/// All call types merged, ties in their order.
class Demand {
 public:
  Demand(const scenarios::Scenario& scenario, const ReplayLog& log, const Draws& draws);

  /// The next arrival; its time is `never` when there is none any more.
  const Arrival& next() const { return upcoming_[first_]; }

  /// Goes on to the arrival after that.
  void advance();

 private:
  void find_first();

  std::vector<ArrivalProcess> processes_;
  std::vector<Arrival> upcoming_;  ///< by call type
  std::size_t first_ = 0;
};

}  // namespace twinline::sim
