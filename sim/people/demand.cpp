#include "sim/people/demand.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "sim/people/caller_key.hpp"
#include "sim/people/sampler.hpp"

namespace twinline::sim {
namespace {

using random::Entity;
using random::Purpose;

/// Stands for "all call types" where a busyness is shared.
constexpr std::uint64_t every_type = 0xffff;

constexpr double per_nanosecond(double per_hour) { return per_hour / 3.6e12; }

std::string date_of(const scenarios::Day& day) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", day.year, day.month, day.day);
  return text;
}

double area(double rate_from, double rate_until, double length) { return 0.5 * (rate_from + rate_until) * length; }

}  // namespace

ArrivalProcess::ArrivalProcess(const scenarios::Scenario& scenario, const ReplayLog& log, CallTypeIndex type,
                               random::StreamSeed seed)
    : scenario_(&scenario), arrivals_(&scenario.callers[type.value].arrivals), type_(type), seed_(seed) {
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
      drawn = true;
    }
    const Piece& piece = pieces_[piece_];
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

const scenarios::RateProfile* ArrivalProcess::profile_of(const scenarios::Day& day) const {
  if (!arrivals_->by_date.empty()) {
    const auto dated = arrivals_->by_date.find(date_of(day));
    if (dated != arrivals_->by_date.end()) return &dated->second;
  }
  const auto weekly = arrivals_->by_weekday.find(day.weekday);
  return weekly == arrivals_->by_weekday.end() ? nullptr : &weekly->second;
}

void ArrivalProcess::begin_day(std::size_t position) {
  const scenarios::Day& day = scenario_->horizon.days[position];
  pieces_.clear();
  ordinal_ = 0;
  gaps_ = seed_.stream(Purpose::interarrival, Entity{type_.value, position});
  if (const scenarios::RateProfile* profile = profile_of(day)) add_pieces(*profile, day);
  apply_busyness(position);
  begin_piece(0);
}

void ArrivalProcess::begin_piece(std::size_t position) {
  piece_ = position;
  offset_ = 0;
  if (position == pieces_.size()) return;
  const Piece& piece = pieces_[position];
  length_ = static_cast<double>((piece.until - piece.from).count());
  slope_ = (piece.rate_until - piece.rate_from) / length_;
}

/// The profile of one day on the world's clock, as far as the centre is open.
void ArrivalProcess::add_pieces(const scenarios::RateProfile& profile, const scenarios::Day& day) {
  const auto& steps = profile.per_hour;
  const Time open_until = std::min(day.closes, scenario_->horizon.end);
  for (std::size_t step = 0; step < steps.size(); ++step) {
    const bool last = step + 1 == steps.size();
    const Time from = day.at(steps[step].from);
    const Time until = last ? day.midnight + day.length : day.at(steps[step + 1].from);
    if (until <= from) continue;
    const double rate = per_nanosecond(steps[step].value);
    const double rate_until = profile.linear && !last ? per_nanosecond(steps[step + 1].value) : rate;
    const double slope = (rate_until - rate) / static_cast<double>((until - from).count());
    const Time open_from = std::max(from, day.opens), end = std::min(until, open_until);
    if (end <= open_from) continue;
    const double rate_from = rate + slope * static_cast<double>((open_from - from).count());
    const double rate_end = rate + slope * static_cast<double>((end - from).count());
    pieces_.push_back({open_from, end, rate_from, rate_end});
  }
}

/// Multiplies the day's rates by the day's factor and each interval's by its own; shared and own factors multiply.
void ArrivalProcess::apply_busyness(std::size_t day) {
  const auto factor = [&](const std::optional<scenarios::Distribution>& busyness, Purpose purpose, Entity entity) {
    if (!busyness) return 1.0;
    random::Stream stream = seed_.stream(purpose, entity);
    return sampler(*busyness).sample(stream);
  };
  const double of_day = factor(scenario_->busyness_by_day, Purpose::busyness_day, Entity{every_type, day}) *
                        factor(arrivals_->busyness_by_day, Purpose::busyness_day, Entity{type_.value, day});
  for (Piece& piece : pieces_) {
    piece.rate_from *= of_day;
    piece.rate_until *= of_day;
  }
  if (!scenario_->busyness_by_interval && !arrivals_->busyness_by_interval) return;

  std::vector<Piece> whole;
  whole.swap(pieces_);
  const Time midnight = scenario_->horizon.days[day].midnight;
  const Duration interval = scenario_->horizon.interval;
  for (const Piece& piece : whole) {
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

Demand::Demand(const scenarios::Scenario& scenario, const ReplayLog& log, random::StreamSeed seed) {
  for (std::size_t type = 0; type < scenario.callers.size(); ++type) {
    processes_.emplace_back(scenario, log, CallTypeIndex{type}, seed);
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
