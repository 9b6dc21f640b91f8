// One KPI of a partial rollout: what is known of the difference between the arms, and whether it is enough to end the
// rollout. By call the observations are calls (split_effect.hpp), by block pairs of blocks (block_pairs.hpp). The
// bounds are those of the lab's confidence sequence (t_mixture.hpp), so they hold at every look.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "policies/contract/centre.hpp"
#include "reports/kpi/kpis.hpp"
#include "reports/rollout/block_pairs.hpp"
#include "reports/rollout/terms.hpp"
#include "reports/rollout/waits.hpp"
#include "reports/statistics/split_effect.hpp"

namespace twinline::rollout {

/// Calls of each arm before anything is judged by call: while one arm has but a handful, their scores are far from what
/// a central limit theorem says of them, however many the other has.
inline constexpr std::uint64_t least_calls_of_an_arm = 50;

/// How sure it is that the candidate does more harm than is tolerated.
struct Harm {
  double estimate = 0;  ///< for the worse, in the KPI's unit
  double at_least = 0;  ///< the lower bound of the sequence
  double p_value = 1;   ///< that it is not beyond the limit; valid at every look
  std::uint64_t n = 0;
};

class WatchedKpi {
 public:
  /// The rule must outlive it. Throws std::invalid_argument where objection_to() has one.
  WatchedKpi(const Centre& centre, const SplitRule& rule, Question question);

  const Question& question() const { return question_; }
  const reports::Kpi& kpi() const { return *kpi_; }

  /// Counts the next wait in the order in which they began; false while its outcome is open.
  bool take(const Wait& wait, const reports::QueueRule& rule, Time now);

  /// By block: all waits that began before have been taken.
  void complete_before(Time until);

  /// Candidate minus incumbent.
  statistics::SampleEstimate difference() const;

  /// Whether there is enough to be judged at all.
  bool is_ripe() const;

  /// The harm, where it is beyond the limit with this alpha.
  std::optional<Harm> intolerable_harm(double alpha) const;

 private:
  Question question_;
  const reports::Kpi* kpi_ = nullptr;
  std::optional<QueueIndex> queue_;
  std::variant<statistics::SplitEffect, BlockPairs> observations_;
};

}  // namespace twinline::rollout
