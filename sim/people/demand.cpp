#include "sim/people/demand.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/people/busyness.hpp"
#include "sim/people/surges.hpp"
#include "sim/random/distribution.hpp"

namespace twinline::sim {
namespace {

using random::Entity;
using random::Purpose;

const random::Distribution unit_gap = random::Distribution::exponential(1);

double area(double rate_from, double rate_until, double length) { return 0.5 * (rate_from + rate_until) * length; }

/// Each logged call as often as the scale says: as it was, and once more for each further whole, at an instant of the
/// same interval; a fraction is taken by chance, call by call.
std::vector<Arrival> replayed_calls(const scenarios::Scenario& scenario, const ReplayLog& log, CallTypeIndex type,
                                    random::StreamSeed seed) {
  const std::vector<LoggedCall>& logged = log.calls(type);
  const double scale = scenario.callers[type.value].arrivals.replay->scale;
  std::vector<Arrival> replayed;
  replayed.reserve(static_cast<std::size_t>(static_cast<double>(logged.size()) * scale) + 1);
  const Duration interval = scenario.horizon.interval;
  std::uint64_t day = 0, extra_ordinal = 0;
  for (const LoggedCall& call : logged) {
    if (call.day != day) extra_ordinal = 0;
    day = call.day;
    random::Stream chance = seed.stream(Purpose::replay_thinning, Entity{type.value, call.day, call.ordinal});
    auto copies = static_cast<std::uint64_t>(scale);
    if (chance.chance(scale - static_cast<double>(copies))) ++copies;
    for (std::uint64_t copy = 0; copy < copies; ++copy) {
      Time at = call.at;
      std::uint64_t ordinal = call.ordinal;
      if (copy > 0) {
        ordinal = static_cast<std::uint64_t>(FirstOrdinal::repeated_from_log) + extra_ordinal++;
        const Duration into{(call.at - world_start) % interval};
        at += Duration{static_cast<std::int64_t>(chance.uniform() * static_cast<double>(interval.count()))} - into;
        if (at >= scenario.horizon.end) continue;
      }
      replayed.push_back({at, first_attempt_key(type, call.day, ordinal), type, call.segment, call.priority,
                          ArrivalSource::log, call.service});
    }
  }
  std::stable_sort(replayed.begin(), replayed.end(), [](const Arrival& a, const Arrival& b) { return a.at < b.at; });
  return replayed;
}

}  // namespace

DrawnArrivals::DrawnArrivals(const scenarios::Scenario& scenario, CallTypeIndex type, const Draws& draws)
    : scenario_(&scenario),
      type_(type),
      draws_(draws),
      first_ordinal_(static_cast<std::uint64_t>(
          scenario.callers[type.value].arrivals.replay ? FirstOrdinal::drawn_beside_log : FirstOrdinal::drawn)) {}

void DrawnArrivals::next(Arrival& arrival) {
  double unspent = 0;
  bool drawn = false;
  for (;;) {
    if (piece_ == pieces_.size()) {
      // What is left of a gap at the end of a day is dropped: gaps are exponential, the next day's first is as good.
      if (next_day_ == scenario_->horizon.days.size()) {
        arrival = {};
        return;
      }
      begin_day(next_day_++);
      drawn = false;
      continue;
    }
    if (!drawn) {
      unspent = random::standard_exponential(gaps_);
      if (draws_.is_mirror()) unspent = unit_gap.reflected(unspent);
      drawn = true;
    }
    const RatePiece& piece = pieces_[piece_];
    const double rate = piece.rate_from + slope_ * offset_;
    const double left = area(rate, piece.rate_until, length_ - offset_);
    if (unspent >= left) {
      unspent -= left;
      begin_piece(piece_ + 1);
      continue;
    }
    // Where the area under the rate from here reaches what is unspent; the stable root of the quadratic.
    offset_ += slope_ == 0 ? unspent / rate : 2 * unspent / (rate + std::sqrt(rate * rate + 2 * slope_ * unspent));
    arrival.at = std::min(piece.from + Duration{static_cast<std::int64_t>(offset_)}, piece.until - 1ns);
    arrival.type = type_;
    arrival.key = first_attempt_key(type_, next_day_ - 1, ordinal_++);
    arrival.segment = segment_of(*scenario_, draws_.own(), arrival.key);
    arrival.priority = priority_of(scenario_->centre, type_, arrival.segment);
    arrival.logged_service = no_log;
    return;
  }
}

void DrawnArrivals::begin_day(std::size_t position) {
  pieces_ = day_rates(*scenario_, type_, position);
  ordinal_ = first_ordinal_;
  gaps_ = draws_.shared().stream(Purpose::interarrival, Entity{type_.value, position});
  apply_busyness(position);
  begin_piece(0);
}

void DrawnArrivals::begin_piece(std::size_t position) {
  piece_ = position;
  offset_ = 0;
  if (position == pieces_.size()) return;
  const RatePiece& piece = pieces_[position];
  length_ = static_cast<double>((piece.until - piece.from).count());
  slope_ = (piece.rate_until - piece.rate_from) / length_;
}

/// Multiplies the day's rates by the day's factor and each interval's by its own.
void DrawnArrivals::apply_busyness(std::size_t day) {
  const double of_day = day_busyness(*scenario_, draws_, type_, day);
  for (RatePiece& piece : pieces_) {
    piece.rate_from *= of_day;
    piece.rate_until *= of_day;
  }
  const std::vector<double> of_intervals = interval_busyness(*scenario_, draws_, type_, day);
  if (of_intervals.empty()) return;

  std::vector<RatePiece> whole;
  whole.swap(pieces_);
  const Time midnight = scenario_->horizon.days[day].midnight;
  const Duration interval = scenario_->horizon.interval;
  for (const RatePiece& piece : whole) {
    const double slope = (piece.rate_until - piece.rate_from) / static_cast<double>((piece.until - piece.from).count());
    for (Time from = piece.from; from < piece.until;) {
      const std::int64_t position = (from - midnight) / interval;
      const Time until = std::min(midnight + (position + 1) * interval, piece.until);
      const double factor = of_intervals[static_cast<std::size_t>(position)];
      const auto rate_at = [&](Time at) {
        return factor * (piece.rate_from + slope * static_cast<double>((at - piece.from).count()));
      };
      pieces_.push_back({from, until, rate_at(from), rate_at(until)});
      from = until;
    }
  }
}

Demand::Demand(const scenarios::Scenario& scenario, const ReplayLog& log, const Draws& draws) {
  for (std::size_t position = 0; position < scenario.callers.size(); ++position) {
    const scenarios::Arrivals& arrivals = scenario.callers[position].arrivals;
    const CallTypeIndex type{position};
    if (arrivals.replay) add(Listed{replayed_calls(scenario, log, type, draws.own())});
    if (!arrivals.by_weekday.empty() || !arrivals.by_date.empty()) add(DrawnArrivals(scenario, type, draws));
  }
  if (!scenario.surges.empty()) add(Listed{surge_calls(scenario, draws)});
  if (upcoming_.empty()) upcoming_.push_back({});
  find_first();
}

void Demand::add(Source source) {
  sources_.push_back(std::move(source));
  write_next(sources_.back(), upcoming_.emplace_back());
}

void Demand::advance() {
  write_next(sources_[first_], upcoming_[first_]);
  find_first();
}

void Demand::find_first() {
  first_ = 0;
  for (std::size_t source = 1; source < upcoming_.size(); ++source) {
    if (upcoming_[source].at < upcoming_[first_].at) first_ = source;
  }
}

}  // namespace twinline::sim
