// The pairs of neighbouring blocks of a switchback, each one observation: what calls came to while the candidate
// decided against what they came to next door while the incumbent did. Neighbours have about the same traffic, and
// which of them comes first was drawn, so pairs are compared as paired replications are (paired_moments.hpp). A pair
// counts when the outcome of every call is known that began in it.
#pragma once

#include <array>
#include <cstdint>

#include "policies/rollout/split_rule.hpp"
#include "reports/statistics/paired_moments.hpp"

namespace twinline::rollout {

class BlockPairs {
 public:
  /// The rule must outlive the pairs.
  explicit BlockPairs(const SplitRule& rule) : rule_(&rule) {}

  /// Counts the wait that began then. Waits must come in the order in which they began.
  void add(Time began, statistics::RatioPart part);

  /// All that began before `until` has been counted.
  void complete_before(Time until);

  /// Candidate minus incumbent, of pairs in which each had a block.
  statistics::SampleEstimate difference() const { return moments_.difference(); }
  std::uint64_t n() const { return moments_.n(); }

 private:
  std::int64_t pair_of(Time at) const { return rule_->block_of(at) / 2; }
  void close();

  const SplitRule* rule_;
  std::int64_t pair_ = 0;                                         // that is being counted
  std::array<statistics::RatioPart, 2> parts_{{{0, 0}, {0, 0}}};  // by arm
  statistics::PairedMoments moments_;
};

}  // namespace twinline::rollout
