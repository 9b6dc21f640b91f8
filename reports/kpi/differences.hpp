// What two arms differ by: arm b minus arm a in every KPI and place that both have, each with its interval, and whether
// guardrails held. KPIs that the comparison names are a family of questions, and the same KPIs by segment another; each
// family's p-values and intervals are adjusted for how many they are. All other differences stand by themselves: of a
// hundred that are nothing five exclude zero. Words for a difference are verdict.hpp, docs/comparing.md is for readers.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policies/contract/centre.hpp"
#include "reports/kpi/grid.hpp"
#include "reports/kpi/kpis.hpp"
#include "reports/kpi/reduced_estimates.hpp"
#include "reports/kpi/results.hpp"
#include "reports/kpi/totals.hpp"
#include "reports/statistics/sample_estimate.hpp"

namespace twinline::reports {

/// One arm of a comparison. Centres of two arms may differ; places are matched by name.
struct ArmReplications {
  std::string name;
  const Centre* centre = nullptr;
  std::span<const ReplicationTotals> replications;
  Sampling sampling{};
  KpiScope scope{};
};

/// A KPI to compare, as scenarios name it ("service_level", "loans.service_level").
struct ComparedKpi {
  std::string name;
  std::optional<double> least_effect;  ///< in the KPI's unit
  bool is_named = false;               ///< the comparison is about it
  bool is_one_sided = false;           ///< asked is only whether b is better; for KPIs with a good direction
};

enum class Pairing : std::uint8_t {
  paired,  ///< replications of the same index share their random numbers
  independent,
};

/// Where intervals come from. Quantiles and intervals of the day have no bootstrap.
enum class Method : std::uint8_t {
  t,          ///< for a number of replications that was fixed beforehand
  t_mixture,  ///< at any number of replications
  bootstrap,  ///< for a fixed number, without a shape of the distribution
};

std::string_view method_name(Method method);

struct ComparisonTerms {
  Pairing pairing = Pairing::paired;
  Method method = Method::t;
  std::size_t pairs_of_arms = 1;  ///< that are asked the same questions
  std::uint64_t seed = 1;         ///< of the bootstrap
};

/// What is asked of the difference b minus a: above zero where higher is better and the question is one-sided.
statistics::Sides sides_of(const Kpi& kpi, bool is_one_sided);

/// How many of `kpis` the comparison is about, over all pairs of arms.
std::size_t named_questions(std::span<const ComparedKpi> kpis, std::size_t pairs_of_arms);

/// b minus a for each KPI in turn, in the order of estimates(): the total and one dimension at a time. A KPI
/// of a named place gives that place alone. Questions of a family are undecided until judge() has seen all. Throws
/// std::invalid_argument for a KPI that does not exist, and for paired arms with different numbers of replications.
std::vector<Difference> differences(const IntervalGrid& grid, const ArmReplications& a, const ArmReplications& b,
                                    std::span<const ComparedKpi> kpis, const ComparisonTerms& terms);

/// Adjusts the p-values of each family over all pairs of arms, and gives the verdicts.
void judge(std::vector<Difference>& differences);

/// The largest change for the worse that arm b may show, signed: -0.01 for a service level that may fall by
/// one point.
struct GuardrailRule {
  std::string kpi;
  double limit = 0;
};

/// Whether arm b keeps the rules. A guardrail holds when the interval of b minus a excludes a change beyond
/// the limit; in doubt it does not. A limit of 0 goes by the KPI's direction.
std::vector<Guardrail> guardrails(const IntervalGrid& grid, const ArmReplications& a, const ArmReplications& b,
                                  std::span<const GuardrailRule> rules, const ComparisonTerms& terms);

enum class Keeping : std::uint8_t { held, broken, in_doubt };

/// What bounds of b minus a say of a limit.
Keeping keeping_of(double limit, const statistics::Bounds& bounds, Direction direction);

}  // namespace twinline::reports
