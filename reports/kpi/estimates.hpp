// From the totals of replications to the numbers of a report: every KPI in every place where it makes sense,
// with its interval and its n, and what two arms differ by. Replications are the observations and come in
// order of their index, so the results are the same bytes whoever computed them. The statistics themselves
// are reports/statistics; words for a difference are verdict.hpp.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policies/contract/centre.hpp"
#include "reports/kpi/grid.hpp"
#include "reports/kpi/results.hpp"
#include "reports/kpi/totals.hpp"

namespace twinline::reports {

/// Estimates of all KPIs, in this order: the total; each call type, queue, agent group and segment; each
/// interval; each interval of each queue; within each of them in the order of kpi_table(). Intervals follow
/// the detail of the replications. An interval in which no replication has a call or an agent is left out.
/// Throws std::invalid_argument when the replications differ in detail.
std::vector<Estimate> estimates(const Centre& centre, const IntervalGrid& grid,
                                std::span<const ReplicationTotals> replications);

/// One arm of a comparison. Centres of two arms may differ; places are matched by name.
struct ArmReplications {
  std::string name;
  const Centre* centre = nullptr;
  std::span<const ReplicationTotals> replications;
};

/// A KPI to compare, as scenarios name it ("service_level", "loans.service_level").
struct ComparedKpi {
  std::string name;
  std::optional<double> least_effect;  ///< in the KPI's unit
};

enum class Pairing : std::uint8_t {
  paired,  ///< replications of the same index share their random numbers
  independent,
};

/// b minus a for each KPI in turn, in the order of estimates(): the total and one dimension at a time. A KPI
/// of a named queue gives that queue alone. Throws std::invalid_argument for a KPI that does not exist, and
/// for a pair of arms with different numbers of replications.
std::vector<Difference> differences(const IntervalGrid& grid, const ArmReplications& a, const ArmReplications& b,
                                    std::span<const ComparedKpi> kpis, Pairing pairing);

/// The largest change for the worse that arm b may show, signed: -0.01 for a service level that may fall by
/// one point.
struct GuardrailRule {
  std::string kpi;
  double limit = 0;
};

/// Whether arm b keeps the rules. A guardrail holds when the interval of b minus a excludes a change beyond
/// the limit; in doubt it does not. A limit of 0 goes by the KPI's direction.
std::vector<Guardrail> guardrails(const IntervalGrid& grid, const ArmReplications& a, const ArmReplications& b,
                                  std::span<const GuardrailRule> rules, Pairing pairing);

}  // namespace twinline::reports
