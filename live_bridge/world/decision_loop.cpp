#include "live_bridge/world/decision_loop.hpp"

#include <algorithm>
#include <utility>

namespace twinline::live {
namespace {

/// What a fact points to, so that it can be kept.
Attributes* attributes_of(Fact& fact) {
  if (auto* arrived = std::get_if<CallArrived>(&fact)) return &arrived->attributes;
  if (auto* learned = std::get_if<AttributesLearned>(&fact)) return &learned->attributes;
  if (auto* ended = std::get_if<LookUpEnded>(&fact)) return &ended->attributes;
  return nullptr;
}

}  // namespace

DecisionLoop::DecisionLoop(Acd& acd, const Clock& clock, journal::Writer& journal, std::uint64_t journalled,
                           Watchdog& dog, Perform perform)
    : acd_(acd), clock_(clock), journal_(journal), dog_(dog), perform_(std::move(perform)), entries_(journalled) {
  outcome_.keep_decisions = true;
  outcome_.keep_reasons = true;
}

void DecisionLoop::tell(const Fact& fact) {
  Waiting& waiting = waiting_.emplace_back();
  waiting.fact = fact;
  if (Attributes* attributes = attributes_of(waiting.fact)) {
    waiting.attributes.assign(attributes->begin(), attributes->end());
    *attributes = waiting.attributes;
  }
  if (handling_) return;
  handling_ = true;
  while (!waiting_.empty()) {
    Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    handle(next);
  }
  handling_ = false;
}

void DecisionLoop::handle(Waiting& waiting) {
  const Time began = clock_.now();
  last_ = std::max(last_, began);
  outcome_.clear();
  at_hand_ = &waiting.fact;
  {
    const Watchdog::Turn turn(dog_);
    acd_.handle(last_, waiting.fact, outcome_);
  }
  at_hand_ = nullptr;
  const Time decided = clock_.now();
  journal_.append(last_, waiting.fact, outcome_.decisions, outcome_.answers, outcome_.reasons, outcome_.wishes,
                  outcome_.happenings);
  ++entries_;
  deciding_.add(decided - began);
  writing_.add(clock_.now() - began);
  perform_(last_, waiting.fact, outcome_);
}

void DecisionLoop::snapshot() {
  journal::Snapshot snapshot{last_, {}};
  {
    const Watchdog::Turn turn(dog_);
    snapshot.state = acd_.save();
  }
  journal_.append(snapshot);
}

}  // namespace twinline::live
