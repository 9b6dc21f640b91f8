// When an experiment may stop. A watch is told the totals of one index after the other, in order, and asks after each,
// from the first look on, whether every question that the comparison names is answered. What it holds is a few sums for
// each question. It neither runs replications nor writes results: differences.hpp computes those from the replications
// up to the one at which the watch said stop, and keep_least_p() adds what only the whole way could tell.
//
// The rule, at n of at most N replications:
//   decided  every KPI named has a verdict other than undecided (Holm over all of them, by the smallest p-values yet
//            seen; no meaningful difference by intervals with confidence for all at once), and every guardrail is
//            either surely held or surely broken;
//   futile   nothing that is still open is likely to be settled by N replications: the estimate at N, which the present
//            one and the variance predict, lies with 99 % where the interval of then says nothing. Stopping for this
//            reason makes no finding, so it costs no confidence;
//   budget   n = N.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/kpi/differences.hpp"
#include "reports/kpi/place.hpp"
#include "reports/statistics/paired_moments.hpp"

namespace twinline::reports {

/// An arm before it has replications.
struct WatchedArm {
  std::string name;
  const Centre* centre = nullptr;
  const IntervalGrid* grid = nullptr;
  KpiScope scope{};
};

class DecisionWatch {
 public:
  /// Each arm is compared with the first. Centres and grids must outlive the watch. Throws std::invalid_argument when
  /// no KPI is named, for one that an arm does not have, and for a quantile: its pool cannot be looked at every time.
  DecisionWatch(std::span<const WatchedArm> arms, std::span<const ComparedKpi> kpis,
                std::span<const GuardrailRule> guardrails, std::uint64_t budget);

  /// Takes the totals of the next index, one of each arm. True once the experiment may stop.
  bool add(std::span<const ReplicationTotals> arms);

  /// Why, at how many. Nothing before add() said so.
  const std::optional<Stopped>& stopped() const { return stopped_; }

  /// Lowers the p-values of the named KPIs to the smallest that were seen while the estimate had its present sign.
  void keep_least_p(std::vector<Difference>& differences) const;

 private:
  /// A KPI of one pair of arms.
  struct Watched {
    std::size_t arm = 0;  ///< compared with arm 0
    const Kpi* kpi = nullptr;
    Place place_in_a, place_in_b;
    statistics::PairedMoments moments{};
    statistics::SampleEstimate sample{};  ///< at the present look
  };
  struct Question : Watched {
    std::optional<double> least_effect;
    statistics::Sides sides = statistics::Sides::two;
    double least_p_above = 1, least_p_below = 1;  ///< over looks at which the estimate was above zero, or not

    double least_p() const { return sample.estimate > 0 ? least_p_above : least_p_below; }
  };
  struct Watchguard : Watched {
    double limit = 0;
  };

  Watched watched(std::span<const WatchedArm> arms, std::size_t arm, const std::string& kpi) const;
  void take(Watched& watched, std::span<const ReplicationTotals> arms) const;
  std::optional<StopReason> look();
  bool can_be_answered(const Question& question) const;
  bool can_be_settled(const Watchguard& guard) const;

  std::vector<PlaceSampler> samplers_;  ///< by arm
  std::vector<std::string> names_;
  std::vector<Question> questions_;
  std::vector<Watchguard> guardrails_;
  std::uint64_t budget_;
  std::uint64_t n_ = 0;
  std::optional<Stopped> stopped_;
};

}  // namespace twinline::reports
