// Watches a partial rollout while it runs: folds what happened into the KPIs of both arms, tests whether the candidate
// does harm, and says when the rollout has to end and why. A bridge and the simulation that predicts it fold the same
// happenings with this class. It puts nothing in force itself.
//
// Each guardrail has its share of family_alpha (Bonferroni, which for the first guardrail to break is what Holm asks
// too), so that of rollouts between equal policies at most that share is rolled back, however often one looks and
// whichever guardrail it is. Decisions that were rejected are counted beside, without a test: a production policy makes
// none.
//
// A monitor has no state of its own to be kept: whoever starts again folds the journal from the rollout's beginning on,
// with the same terms, and has the same monitor.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <unordered_set>
#include <vector>

#include "policies/contract/centre.hpp"
#include "policies/contract/happenings.hpp"
#include "reports/kpi/call_booking.hpp"
#include "reports/rollout/standing.hpp"
#include "reports/rollout/terms.hpp"
#include "reports/rollout/waits.hpp"
#include "reports/rollout/watched_kpi.hpp"

namespace twinline::rollout {

class RolloutMonitor {
 public:
  /// What fold() looks at.
  static constexpr HappeningSet interests = HappeningSet::of<WaitBegan, WaitEnded, HandlingEnded, DecisionRejected>();

  /// Throws std::invalid_argument for a KPI that cannot be watched (objection_to), for a negative limit, and for any
  /// question of a split by queue: the callers of different queues are different callers, whoever decides.
  RolloutMonitor(const Centre& centre, RolloutTerms terms);
  RolloutMonitor(const RolloutMonitor&) = delete;  // what is watched points at the terms
  RolloutMonitor& operator=(const RolloutMonitor&) = delete;
  ~RolloutMonitor() = default;

  const RolloutTerms& terms() const { return terms_; }

  /// Takes in what happened at `now`, nothing included: time that passes tells something of who still waits. Instants
  /// must not run backwards.
  void fold(Time now, std::span<const Happening> happenings);

  /// Why the rollout has to end, from the first moment on at which that was so.
  const std::optional<Rollback>& rollback() const { return rollback_; }

  RolloutStanding standing() const;

  /// Candidate minus incumbent in the KPI of this question, for whoever asks once, at an end that was fixed beforehand.
  statistics::SampleEstimate difference(std::size_t question) const { return kpis_[question].difference(); }

  /// Waits that began since the rollout did, and those of them that the candidate decided about; wash-outs included.
  std::uint64_t waits() const { return began_[0] + began_[1]; }
  std::uint64_t waits_of_candidate() const { return began_[1]; }

 private:
  /// What is remembered of the call in a slot.
  struct Slot {
    CallId call;
    std::uint64_t wait = 0;  ///< the number of its last wait
    bool is_open = false;    ///< that wait lasts
    bool counts = false;     ///< for an arm
    Arm arm = Arm::incumbent;
  };

  void begin(Time now, const WaitBegan& began);
  void end(const WaitEnded& ended);
  void book(const HandlingEnded& handling);
  void count(Time now, const DecisionRejected& rejected);
  Slot& slot_of(CallId call);
  Wait& wait(std::uint64_t number) { return waits_[number - first_]; }
  void settle(Time now);
  void look(Time now);
  ArmStanding standing_of(Arm arm) const;

  RolloutTerms terms_;
  std::vector<reports::QueueRule> rules_;  ///< by queue
  std::vector<WatchedKpi> kpis_;
  std::vector<std::uint64_t> next_;  ///< by KPI, the number of the wait that it takes next
  double alpha_ = family_alpha;      ///< of each guardrail

  std::deque<Wait> waits_;   ///< that somebody still needs, in the order in which they began
  std::uint64_t first_ = 0;  ///< the number of the first of them
  std::vector<Slot> slots_;
  std::unordered_set<CallKey> known_;  ///< callers who were dealt out

  std::uint64_t began_[2] = {0, 0};  // by arm
  reports::CallCounts counts_[2];    // by arm, of waits and handlings that are over
  std::uint64_t rejections_ = 0;
  Time now_{};
  std::optional<Rollback> rollback_;
};

}  // namespace twinline::rollout
