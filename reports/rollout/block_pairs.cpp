#include "reports/rollout/block_pairs.hpp"

namespace twinline::rollout {

void BlockPairs::add(Time began, statistics::RatioPart part) {
  complete_before(began);
  statistics::RatioPart& sum = parts_[rule_->arm_at(began) == Arm::candidate ? 1 : 0];
  sum.numerator += part.numerator;
  sum.denominator += part.denominator;
}

void BlockPairs::complete_before(Time until) {
  while (pair_ < pair_of(until)) close();
}

void BlockPairs::close() {
  const Arm first = rule_->arm_at(rule_->beginning_of(2 * pair_));
  const Arm second = rule_->arm_at(rule_->beginning_of(2 * pair_ + 1));
  const bool is_empty = parts_[0].denominator == 0 && parts_[1].denominator == 0;
  if (first != second && !is_empty) moments_.add(parts_[0], parts_[1]);
  parts_ = {{{0, 0}, {0, 0}}};
  ++pair_;
}

}  // namespace twinline::rollout
