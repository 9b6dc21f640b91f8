// Demand: who would call when. Each call type is a Poisson process whose rate follows the scenario's profile times that
// day's and interval's busyness, or the calls of a log, or both; surges bring calls of their own. It does not depend on
// anything that happens in the centre.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/people/arrival.hpp"
#include "sim/people/day_rates.hpp"
#include "sim/people/draws.hpp"
#include "sim/people/replay_log.hpp"
#include "sim/random/stream.hpp"

namespace twinline::sim {

/// The arrivals of one call type that come at its rates, in order of time.
class DrawnArrivals {
 public:
  DrawnArrivals(const scenarios::Scenario& scenario, CallTypeIndex type, const Draws& draws);

  /// Writes the next arrival to its place; its time is `never` when there is none any more.
  void next(Arrival& arrival);

 private:
  void begin_day(std::size_t day);
  void begin_piece(std::size_t piece);
  void apply_busyness(std::size_t day);

  const scenarios::Scenario* scenario_;
  CallTypeIndex type_;
  Draws draws_;
  std::uint64_t first_ordinal_ = 0;

  std::size_t next_day_ = 0;
  std::uint64_t ordinal_ = 0;
  random::Stream gaps_{0};
  std::vector<RatePiece> pieces_;
  std::size_t piece_ = 0;
  double length_ = 0, slope_ = 0;  ///< of the piece: nanoseconds, and rate per nanosecond
  double offset_ = 0;              ///< nanoseconds into the piece
};

/// All call types merged, ties in their order; surges come last.
class Demand {
 public:
  Demand(const scenarios::Scenario& scenario, const ReplayLog& log, const Draws& draws);

  /// The next arrival; its time is `never` when there is none any more.
  const Arrival& next() const { return upcoming_[first_]; }

  /// Goes on to the arrival after that.
  void advance();

 private:
  /// Arrivals that are known from the beginning, in order of time.
  struct Listed {
    std::vector<Arrival> arrivals;
    std::size_t following = 0;

    void next(Arrival& arrival) { arrival = following < arrivals.size() ? arrivals[following++] : Arrival{}; }
  };
  using Source = std::variant<DrawnArrivals, Listed>;
  static void write_next(Source& source, Arrival& arrival) {
    if (auto* drawn = std::get_if<DrawnArrivals>(&source)) [[likely]]
      return drawn->next(arrival);
    std::get_if<Listed>(&source)->next(arrival);
  }
  void add(Source source);
  void find_first();

  std::vector<Source> sources_;
  std::vector<Arrival> upcoming_;  ///< by source
  std::size_t first_ = 0;
};

}  // namespace twinline::sim
