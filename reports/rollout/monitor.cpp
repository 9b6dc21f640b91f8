#include "reports/rollout/monitor.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "reports/rollout/rollback_words.hpp"
#include "reports/statistics/t_mixture.hpp"

namespace twinline::rollout {
namespace {

constexpr std::size_t number_of(Arm arm) { return arm == Arm::candidate ? 1 : 0; }

Figure figure(double total, std::uint64_t n) { return {n == 0 ? std::nan("") : total / static_cast<double>(n), n}; }

/// What is watched, each with its share of alpha.
std::vector<WatchedKpi> watched(const Centre& centre, const RolloutTerms& terms) {
  if (terms.split.by == SplitBy::queue && !terms.questions.empty()) {
    throw std::invalid_argument("by queue nothing is dealt by chance, so no KPI can be held against the other arm's");
  }
  std::vector<WatchedKpi> kpis;
  for (const Question& question : terms.questions) {
    if (question.limit && !(*question.limit >= 0)) {
      throw std::invalid_argument(fmt::format("{}: a limit is a harm, at least 0", question.kpi));
    }
    kpis.emplace_back(centre, terms.split, question);
  }
  return kpis;
}

}  // namespace

RolloutMonitor::RolloutMonitor(const Centre& centre, RolloutTerms terms)
    : terms_(std::move(terms)), kpis_(watched(centre, terms_)), next_(kpis_.size(), 0) {
  for (const Queue& queue : centre.queues) rules_.emplace_back(queue.service_level);
  const auto guardrails = std::count_if(terms_.questions.begin(), terms_.questions.end(),
                                        [](const Question& question) { return question.limit.has_value(); });
  if (guardrails > 0) alpha_ = family_alpha / static_cast<double>(guardrails);
}

void RolloutMonitor::fold(Time now, std::span<const Happening> happenings) {
  now_ = now;
  for (const Happening& happening : happenings) {
    if (const auto* began = std::get_if<WaitBegan>(&happening)) {
      begin(now, *began);
    } else if (const auto* ended = std::get_if<WaitEnded>(&happening)) {
      end(*ended);
    } else if (const auto* handling = std::get_if<HandlingEnded>(&happening)) {
      book(*handling);
    } else if (const auto* rejected = std::get_if<DecisionRejected>(&happening)) {
      count(now, *rejected);
    }
  }
  settle(now);
  if (!rollback_) look(now);
}

RolloutMonitor::Slot& RolloutMonitor::slot_of(CallId call) {
  if (call.slot.value >= slots_.size()) slots_.resize(std::max<std::size_t>(call.slot.value + 1, slots_.size() * 2));
  return slots_[call.slot.value];
}

void RolloutMonitor::begin(Time now, const WaitBegan& began) {
  // A queue that a later centre has brought is not among those that were asked about.
  if (now < terms_.split.began || began.labels.queue.value >= rules_.size()) return;
  Slot& slot = slot_of(began.call);
  if (slot.call == began.call && slot.is_open) {  // it overflowed, and the same wait goes on
    wait(slot.wait).queue = began.labels.queue;
    return;
  }
  const SplitRule& split = terms_.split;
  Wait wait;
  wait.call = began.call;
  wait.queue = began.labels.queue;
  wait.arm = split.arm_of(began.key, began.labels.queue, now);
  wait.share = split.share_at(now);
  wait.began = now;
  const bool is_washed_out = split.by == SplitBy::block && split.washes_out(now);
  // Whoever calls again, or is passed on, meets the arm of the first time: that is no new draw.
  const bool is_first = split.by != SplitBy::call || known_.insert(began.key).second;
  wait.is_tested = !is_washed_out && is_first && wait.share > 0 && wait.share < 1;
  slot = {began.call, first_ + waits_.size(), true, !is_washed_out, wait.arm};
  ++began_[number_of(wait.arm)];
  waits_.push_back(wait);
}

void RolloutMonitor::end(const WaitEnded& ended) {
  Slot& slot = slot_of(ended.call);
  if (slot.call != ended.call || !slot.is_open || ended.how == WaitEnd::overflowed) return;
  slot.is_open = false;
  Wait& over = wait(slot.wait);
  over.waited = ended.waited;
  over.how = ended.how;
  if (slot.counts) {
    reports::book_wait(counts_[number_of(slot.arm)], rules_[over.queue.value], ended.how, ended.waited);
  }
}

void RolloutMonitor::book(const HandlingEnded& handling) {
  const Slot& slot = slot_of(handling.call);
  if (slot.call == handling.call && slot.counts) reports::book_handling(counts_[number_of(slot.arm)], handling);
}

/// Where nobody can say whose decision it was, it counts as the candidate's: the incumbent was in force before, and had
/// none rejected.
void RolloutMonitor::count(Time now, const DecisionRejected& rejected) {
  if (now < terms_.split.began) return;
  const Slot* slot = rejected.call ? &slot_of(rejected.call) : nullptr;
  const bool is_known = slot != nullptr && slot->call == rejected.call;
  const Arm arm = terms_.split.by == SplitBy::block ? terms_.split.arm_at(now) : is_known ? slot->arm : Arm::candidate;
  if (arm == Arm::candidate) ++rejections_;
}

/// Every KPI takes the waits that it can; those that nobody needs any more are forgotten.
void RolloutMonitor::settle(Time now) {
  const std::uint64_t end = first_ + waits_.size();
  std::uint64_t needed = end;
  for (std::size_t kpi = 0; kpi < kpis_.size(); ++kpi) {
    std::uint64_t& next = next_[kpi];
    while (next < end && kpis_[kpi].take(wait(next), rules_[wait(next).queue.value], now)) ++next;
    if (next == end) kpis_[kpi].complete_before(now);
    needed = std::min(needed, next);
  }
  while (first_ < needed && waits_.front().waited) {
    waits_.pop_front();
    ++first_;
  }
}

void RolloutMonitor::look(Time now) {
  if (rejections_ > terms_.rejections) {
    rollback_ = Rollback{now, {}, rejection_words(rejections_, terms_.rejections, now - terms_.split.began)};
    return;
  }
  for (const WatchedKpi& kpi : kpis_) {
    const auto harm = kpi.intolerable_harm(alpha_);
    if (!harm) continue;
    rollback_ =
        Rollback{now, kpi.question().kpi, harm_words(kpi, *harm, alpha_, terms_.split.by, now - terms_.split.began)};
    return;
  }
}

ArmStanding RolloutMonitor::standing_of(Arm arm) const {
  const reports::CallCounts& counts = counts_[number_of(arm)];
  ArmStanding standing;
  standing.answered = counts.answered;
  standing.abandoned = counts.abandoned;
  std::uint64_t late = 0;
  for (const Wait& wait : waits_) {
    if (wait.arm != arm || wait.waited) continue;
    const bool is_washed_out = terms_.split.by == SplitBy::block && terms_.split.washes_out(wait.began);
    if (is_washed_out) continue;
    ++standing.waiting;
    if (is_late(rules_[wait.queue.value], wait, now_)) ++late;
  }
  standing.service_level = figure(static_cast<double>(counts.service_level_met), counts.service_level_counted + late);
  const std::uint64_t over = counts.offered();
  standing.offered = over + standing.waiting;
  standing.mean_wait = figure((counts.wait_answered + counts.wait_unanswered).in_seconds(), over);
  standing.aht = figure((counts.talk + counts.wrap_up).in_seconds(), counts.handled);
  return standing;
}

RolloutStanding RolloutMonitor::standing() const {
  RolloutStanding standing{now_, standing_of(Arm::incumbent), standing_of(Arm::candidate), {}, rejections_, rollback_};
  for (const WatchedKpi& kpi : kpis_) {
    const statistics::SampleEstimate difference = kpi.difference();
    QuestionStanding question{kpi.question().kpi, kpi.question().limit, difference.estimate, {}, difference.n};
    if (kpi.is_ripe()) {
      question.bounds = statistics::t_mixture_bounds(difference, statistics::Sides::two, family_alpha);
    }
    standing.questions.push_back(std::move(question));
  }
  return standing;
}

}  // namespace twinline::rollout
