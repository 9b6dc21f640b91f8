// Whether an arm's KPIs got worse than their baseline. A watch is told the totals of one index after the other, in
// order, pairs each with what the baseline has of that index, and says of each KPI after each pair whether it can be
// settled. Paired by common random numbers, an unchanged centre differs in nothing at all, and a changed one in what
// was changed. It neither runs replications nor reads baselines.
//
// A change for the worse is judged by a confidence sequence of the difference, so that looking after every pair costs
// no confidence. With d the true change for the worse and t the tolerance of the KPI, at n of at most N replications:
//   worse      the bounds lie above t; or n = N, they lie above 0, and the estimate lies above t
//   within     the bounds lie below t, or on it
//   undecided  n = N and neither.
// The second way to be worse needs no bound above t: that there is a change at all is sure, and how large it is, is
// estimated once, at a number of replications that was fixed beforehand. What is settled is not looked at again.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/kpi/baseline.hpp"
#include "reports/kpi/kpi_check.hpp"
#include "reports/kpi/place.hpp"
#include "reports/statistics/paired_moments.hpp"

namespace twinline::reports {

/// What of a change for the worse does not matter: in the KPI's unit, as a share of the baseline's value, or the larger
/// of both. Neither: the usual for the KPI's unit.
struct Tolerance {
  std::optional<double> absolute, of_baseline;
};

/// In the KPI's unit. Usual are half a point for shares, half a second or 2 % for durations, 1 % for counts; whichever
/// is larger.
double tolerance_on(Unit unit, const Tolerance& tolerance, double baseline);

/// A KPI that is to be held against its baseline.
struct WatchedKpi {
  std::string name;  ///< as scenarios name it
  Tolerance tolerance;
};

/// The value of a KPI over replications: sum of numerators over sum of denominators. NaN where the latter is 0.
double value_of(std::span<const statistics::RatioPart> parts);

class RegressionWatch {
 public:
  /// `alpha` is the chance that a single bound may be wrong at any time. All but the KPIs must outlive the watch.
  /// Throws std::invalid_argument for a KPI that the scope or the baseline lacks, and for a budget beyond the
  /// baseline's replications.
  RegressionWatch(const Centre& centre, const IntervalGrid& grid, const BaselineArm& baseline,
                  std::span<const WatchedKpi> kpis, double alpha, std::uint64_t budget, KpiScope scope = {});

  /// Takes the totals of the next index. True once every KPI is settled or the budget is spent.
  bool add(const ReplicationTotals& now);

  /// In the order of the KPIs.
  std::vector<CheckedKpi> findings() const;

 private:
  struct Question {
    const Kpi* kpi = nullptr;
    Place place;
    std::span<const statistics::RatioPart> baseline;
    double tolerance = 0;
    statistics::RatioPart sum_before{0, 0}, sum_now{0, 0};
    statistics::PairedMoments moments{};
    statistics::SampleEstimate sample{};
    statistics::Bounds bounds{};
    CheckVerdict verdict = CheckVerdict::undecided;
  };

  void take(Question& question, const ReplicationTotals& now) const;
  void look(Question& question) const;

  PlaceSampler sampler_;
  std::vector<Question> questions_;
  double alpha_;
  std::uint64_t budget_;
  std::uint64_t n_ = 0;
};

}  // namespace twinline::reports
