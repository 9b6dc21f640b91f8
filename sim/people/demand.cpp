#include "sim/people/demand.hpp"

#include <algorithm>
#include <cmath>

#include "sim/people/caller_key.hpp"
#include "sim/people/sampler.hpp"

namespace twinline::sim {
namespace {

using random::Entity;
using random::Purpose;

/// Stands for "all call types" where a busyness is shared.
constexpr std::uint64_t every_type = 0xffff;

const random::Distribution unit_gap = random::Distribution::exponential(1);

double area(double rate_from, double rate_until, double length) { return 0.5 * (rate_from + rate_until) * length; }

}  // namespace

ArrivalProcess::ArrivalProcess(const scenarios::Scenario& scenario, const ReplayLog& log, CallTypeIndex type,
                               const Draws& draws)
    : scenario_(&scenario),
      arrivals_(&scenario.callers[type.value].arrivals),
      type_(type),
      draws_(draws),
      seed_(draws.own()) {
  if (arrivals_->replay) expand_log(log.calls(type), arrivals_->replay->scale);
}

Arrival ArrivalProcess::next() {
  if (!arrivals_->replay) return next_drawn();
  return next_replayed_ < replayed_.size() ? replayed_[next_replayed_++] : Arrival{};
}

/// Each logged call as often as the scale says: as it was, and once more for each further whole, at an instant of the
/// same interval; a fraction is taken by chance, call by call.
void ArrivalProcess::expand_log(const std::vector<LoggedCall>& logged, double scale) {
  replayed_.reserve(static_cast<std::size_t>(static_cast<double>(logged.size()) * scale) + 1);
  const Duration interval = scenario_->horizon.interval;
  std::uint64_t day = 0, extra_ordinal = 0;
  for (const LoggedCall& call : logged) {
    if (call.day != day) extra_ordinal = 0;
    day = call.day;
    random::Stream chance = seed_.stream(Purpose::replay_thinning, Entity{type_.value, call.day, call.ordinal});
    auto copies = static_cast<std::uint64_t>(scale);
    if (chance.chance(scale - static_cast<double>(copies))) ++copies;
    for (std::uint64_t copy = 0; copy < copies; ++copy) {
      Time at = call.at;
      // Originals keep their own numbers; copies are numbered from the middle of the range upwards.
      std::uint64_t ordinal = call.ordinal;
      if (copy > 0) {
        ordinal = (std::uint64_t{1} << (ordinal_bits - 1)) + extra_ordinal++;
        const Duration into{(call.at - world_start) % interval};
        at += Duration{static_cast<std::int64_t>(chance.uniform() * static_cast<double>(interval.count()))} - into;
        if (at >= scenario_->horizon.end) continue;
      }
      replayed_.push_back(
          {at, first_attempt_key(type_, call.day, ordinal), type_, call.segment, call.priority, call.service});
    }
  }
  std::stable_sort(replayed_.begin(), replayed_.end(), [](const Arrival& a, const Arrival& b) { return a.at < b.at; });
}

Arrival ArrivalProcess::next_drawn() {
  double unspent = 0;
  bool drawn = false;
  for (;;) {
    if (piece_ == pieces_.size()) {
      // What is left of a gap at the end of a day is dropped: gaps are exponential, the next day's first is as good.
      if (next_day_ == scenario_->horizon.days.size()) return {};
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
    Arrival arrival;
    arrival.at = std::min(piece.from + Duration{static_cast<std::int64_t>(offset_)}, piece.until - 1ns);
    arrival.type = type_;
    arrival.key = first_attempt_key(type_, next_day_ - 1, ordinal_++);
    arrival.segment = draw_segment(arrival.key);
    arrival.priority = priority_of(scenario_->centre, type_, arrival.segment);
    return arrival;
  }
}

void ArrivalProcess::begin_day(std::size_t position) {
  pieces_ = day_rates(*scenario_, type_, position);
  ordinal_ = 0;
  gaps_ = draws_.shared().stream(Purpose::interarrival, Entity{type_.value, position});
  apply_busyness(position);
  begin_piece(0);
}

void ArrivalProcess::begin_piece(std::size_t position) {
  piece_ = position;
  offset_ = 0;
  if (position == pieces_.size()) return;
  const RatePiece& piece = pieces_[position];
  length_ = static_cast<double>((piece.until - piece.from).count());
  slope_ = (piece.rate_until - piece.rate_from) / length_;
}

/// Multiplies the day's rates by the day's factor and each interval's by its own; shared and own factors multiply.
void ArrivalProcess::apply_busyness(std::size_t day) {
  const auto factor = [&](const std::optional<scenarios::Distribution>& busyness, Purpose purpose, Entity entity) {
    if (!busyness) return 1.0;
    const bool of_whole_day = purpose == Purpose::busyness_day;
    return of_whole_day ? draws_.draw_stratified(sampler(*busyness), purpose, entity)
                        : draws_.draw(sampler(*busyness), purpose, entity);
  };
  const double of_day = shared_busyness(*scenario_, draws_, day) *
                        factor(arrivals_->busyness_by_day, Purpose::busyness_day, Entity{type_.value, day});
  for (RatePiece& piece : pieces_) {
    piece.rate_from *= of_day;
    piece.rate_until *= of_day;
  }
  if (!scenario_->busyness_by_interval && !arrivals_->busyness_by_interval) return;

  std::vector<RatePiece> whole;
  whole.swap(pieces_);
  const Time midnight = scenario_->horizon.days[day].midnight;
  const Duration interval = scenario_->horizon.interval;
  for (const RatePiece& piece : whole) {
    const double slope = (piece.rate_until - piece.rate_from) / static_cast<double>((piece.until - piece.from).count());
    for (Time from = piece.from; from < piece.until;) {
      const std::int64_t position = (from - midnight) / interval;
      const Time until = std::min(midnight + (position + 1) * interval, piece.until);
      const auto number = static_cast<std::uint64_t>(position);
      const double of_interval =
          factor(scenario_->busyness_by_interval, Purpose::busyness_interval, Entity{every_type, day, number}) *
          factor(arrivals_->busyness_by_interval, Purpose::busyness_interval, Entity{type_.value, day, number});
      const auto rate_at = [&](Time at) {
        return of_interval * (piece.rate_from + slope * static_cast<double>((at - piece.from).count()));
      };
      pieces_.push_back({from, until, rate_at(from), rate_at(until)});
      from = until;
    }
  }
}

SegmentIndex ArrivalProcess::draw_segment(CallKey key) const {
  const auto& shares = scenario_->segment_shares;
  if (shares.empty()) return {};
  random::Stream stream = seed_.stream(Purpose::segment, Entity{matter_of(key)});
  double left = stream.uniform();
  for (std::size_t segment = 0; segment + 1 < shares.size(); ++segment) {
    if (left < shares[segment]) return SegmentIndex{segment};
    left -= shares[segment];
  }
  return SegmentIndex{shares.size() - 1};
}

double shared_busyness(const scenarios::Scenario& scenario, const Draws& draws, std::size_t day) {
  if (!scenario.busyness_by_day) return 1;
  return draws.draw_stratified(sampler(*scenario.busyness_by_day), Purpose::busyness_day, Entity{every_type, day});
}

Demand::Demand(const scenarios::Scenario& scenario, const ReplayLog& log, const Draws& draws) {
  for (std::size_t type = 0; type < scenario.callers.size(); ++type) {
    processes_.emplace_back(scenario, log, CallTypeIndex{type}, draws);
    upcoming_.push_back(processes_.back().next());
  }
  if (upcoming_.empty()) upcoming_.push_back({});
  find_first();
}

void Demand::advance() {
  upcoming_[first_] = processes_[first_].next();
  find_first();
}

void Demand::find_first() {
  first_ = 0;
  for (std::size_t type = 1; type < upcoming_.size(); ++type) {
    if (upcoming_[type].at < upcoming_[first_].at) first_ = type;
  }
}

}  // namespace twinline::sim
