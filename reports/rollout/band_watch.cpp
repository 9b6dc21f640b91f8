#include "reports/rollout/band_watch.hpp"

#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "reports/rollout/terms.hpp"
#include "reports/rollout/waits.hpp"

namespace twinline::rollout {

BandWatch::BandWatch(const Centre& centre, std::span<const Band> bands, std::uint64_t simulated_days, DayOf day_of)
    : bands_(bands), day_of_(std::move(day_of)) {
  for (const Queue& queue : centre.queues) rules_.emplace_back(queue.service_level);
  const double chance = chance_outside(simulated_days);
  if (chance >= BandTest::alternative) return;
  for (const std::string& kpi : bands_.kpis()) {
    if (!objection_to(centre, kpi).empty()) continue;
    kpis_.push_back({*reports::resolve_kpi(centre, kpi), BandTest(chance), {kpi, 0, 0, 1, 0}});
  }
  for (WatchedBands& watched : kpis_) watched.standing.needed = static_cast<double>(kpis_.size()) / family_alpha;
}

void BandWatch::fold(Time now, std::span<const Happening> happenings) {
  if (!began_) began_ = known_until_ = now;
  if (alarm_ || kpis_.empty()) return;
  day_at(now);
  for (const Happening& happening : happenings) {
    if (const auto* wait = std::get_if<WaitEnded>(&happening)) {
      if (auto* counts = counts_of(wait->labels.queue, wait->queued_at)) {
        reports::book_wait(*counts, rules_[wait->labels.queue.value], wait->how, wait->waited);
      }
    }
  }
  if (now >= due_) judge_until(now);
}

/// Null where the call entered its queue at a time that is not watched, or is judged already.
reports::CallCounts* BandWatch::counts_of(QueueIndex queue, Time queued_at) {
  // A queue that a later centre has brought is not among those that anything was foretold of.
  if (queue.value >= rules_.size()) return nullptr;
  WatchedDay* day = day_at(queued_at);
  if (day == nullptr) return nullptr;
  const auto number = static_cast<std::size_t>((queued_at - day->day.midnight) / bands_.interval());
  if (number < day->next) return nullptr;
  auto& counts = day->counts[number];
  counts.resize(rules_.size());
  return &counts[queue.value];
}

BandWatch::WatchedDay* BandWatch::day_at(Time at) {
  while (at >= known_until_) {
    const reports::GridDay day = day_of_(known_until_);
    known_until_ = day.midnight + day.length;
    if (day.clock_change_seconds != 0 || bands_.of(day.weekday).empty()) continue;
    days_.push_back({day, 0, {}});
    days_.back().next = first_interval(days_.back());
    due_ = due(days_.front());
  }
  for (WatchedDay& day : days_) {
    if (at >= day.day.midnight && at < day.day.midnight + day.day.length) return &day;
  }
  return nullptr;
}

/// The first that begins in the watch.
std::size_t BandWatch::first_interval(const WatchedDay& day) const {
  if (*began_ <= day.day.midnight) return 0;
  return static_cast<std::size_t>((*began_ - day.day.midnight + bands_.interval() - 1ns) / bands_.interval());
}

Time BandWatch::due(const WatchedDay& day) const {
  return day.day.midnight + static_cast<std::int64_t>(day.next + 1) * bands_.interval() + longest_wait;
}

void BandWatch::judge_until(Time now) {
  while (!days_.empty() && due(days_.front()) <= now && !alarm_) {
    WatchedDay& day = days_.front();
    if (day.next * bands_.interval() < day.day.length) {
      judge_next(day, now);
    } else {
      days_.pop_front();
    }
  }
  due_ = days_.empty() ? never : due(days_.front());
}

void BandWatch::judge_next(WatchedDay& day, Time now) {
  if (day.next == first_interval(day)) begin_day(day);
  const auto counts = day.counts.find(day.next);
  for (WatchedBands& watched : kpis_) {
    const auto& of_day = bands_.of(day.day.weekday);
    const auto of_kpi = of_day.find(watched.standing.kpi);
    if (of_kpi == of_day.end()) continue;
    const auto limits = of_kpi->second.find(day.next);
    if (limits == of_kpi->second.end()) continue;
    judge(watched, limits->second, counts == day.counts.end() ? nullptr : &counts->second, now);
  }
  if (counts != day.counts.end()) day.counts.erase(counts);
  ++day.next;
}

void BandWatch::begin_day(const WatchedDay& day) {
  const auto& of_day = bands_.of(day.day.weekday);
  for (WatchedBands& watched : kpis_) {
    const auto of_kpi = of_day.find(watched.standing.kpi);
    if (of_kpi == of_day.end()) continue;
    const auto to_come = std::distance(of_kpi->second.lower_bound(day.next), of_kpi->second.end());
    if (to_come > 0) watched.test.begin_day(static_cast<std::size_t>(to_come));
  }
}

void BandWatch::judge(WatchedBands& watched, const Limits& limits, const std::vector<reports::CallCounts>* counts,
                      Time now) {
  reports::KpiCell cell;
  for (std::size_t queue = 0; counts != nullptr && queue < counts->size(); ++queue) {
    if (!watched.kpi.queue() || watched.kpi.index == queue) cell.calls += (*counts)[queue];
  }
  const reports::Fraction fraction = watched.kpi.kpi->fraction(cell);
  if (!(fraction.denominator > 0)) {
    watched.test.without_calls();
    return;
  }
  BandStanding& standing = watched.standing;
  const bool contained = limits.contain(fraction.numerator / fraction.denominator);
  contained ? watched.test.inside() : watched.test.outside();
  ++standing.intervals;
  if (!contained) ++standing.outside;
  standing.evidence = watched.test.evidence();
  if (alarm_ || standing.evidence < standing.needed) return;
  alarm_ =
      BandAlarm{now, standing.kpi,
                fmt::format("{} lay outside its foretold band in {} of {} intervals (evidence {:.3g}; {:.3g} is "
                            "reached falsely with 5 % by any KPI, ever)",
                            standing.kpi, standing.outside, standing.intervals, standing.evidence, standing.needed)};
}

std::vector<BandStanding> BandWatch::standing() const {
  std::vector<BandStanding> standings;
  for (const WatchedBands& watched : kpis_) standings.push_back(watched.standing);
  return standings;
}

}  // namespace twinline::rollout
