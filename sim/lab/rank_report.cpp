#include "sim/lab/rank_report.hpp"

#include <algorithm>
#include <numeric>

#include "reports/kpi/differences.hpp"
#include "reports/kpi/estimates.hpp"
#include "reports/kpi/observation.hpp"
#include "reports/kpi/verdict.hpp"
#include "reports/statistics/budget_allocation.hpp"
#include "reports/statistics/replication_estimates.hpp"
#include "reports/statistics/t_interval.hpp"
#include "sim/lab/run_identity.hpp"
#include "sim/random/stream.hpp"

namespace twinline::sim {
namespace {

using reports::Standing;

/// Of the selected system and another, for itself and not adjusted: the procedure has judged, this only shows how far.
reports::Difference difference_of(const reports::NamedKpi& kpi, const reports::Dimensions& by, const std::string& a,
                                  const std::string& b, const statistics::SampleEstimate& sample, double indifference) {
  const statistics::Bounds bounds = statistics::t_bounds(sample, statistics::Sides::two, reports::family_alpha);
  reports::Difference difference;
  difference.a = a;
  difference.b = b;
  difference.kpi = kpi.kpi->name;
  difference.by = by;
  difference.mean = sample.estimate;
  difference.low = bounds.low;
  difference.high = bounds.high;
  difference.n = sample.n;
  difference.method = "t";
  if (indifference > 0) difference.least_effect = indifference;
  difference.verdict = reports::verdict_on(bounds.low, bounds.high, difference.least_effect, kpi.kpi->direction);
  return difference;
}

/// The selected one first; then those that remain, then from good to bad.
std::vector<std::size_t> order_of(const Selection& selection, const Observations& observations) {
  std::vector<std::size_t> order(observations.systems());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t system) {
    const double mean = statistics::sample_of(observations.oriented(system).first(selection.used[system])).mean;
    const int place = selection.standings[system] == Standing::selected    ? 0
                      : selection.standings[system] == Standing::remaining ? 1
                                                                           : 2;
    return std::pair{place, -mean};
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return order;
}

const reports::Estimate& estimate_at(const std::vector<reports::Estimate>& estimates, const reports::Dimensions& by,
                                     std::string_view kpi) {
  return *std::find_if(estimates.begin(), estimates.end(),
                       [&](const reports::Estimate& one) { return one.kpi == kpi && one.by == by; });
}

/// The selected system and one to hold it against, on callers of their own. Nothing when it was stopped.
std::optional<reports::FreshLook> look_again(const ComparedArm& reference, const ComparedArm& selected,
                                             const RankReportPlan& plan, const reports::NamedKpi& kpi,
                                             std::uint64_t seed, Effort effort) {
  effort.replications = plan.fresh_replications;
  effort.detail = reports::detail_for(*kpi.kpi);
  const std::vector<SeededModel> seeded{{reference.model.get(), seed}, {selected.model.get(), seed}};
  const auto totals = replicate(seeded, effort);
  if (totals.empty()) return std::nullopt;
  const auto replications_of = [&](const ComparedArm& system, std::size_t number) {
    return reports::ArmReplications{
        system.label.name, &system.model->scenario().centre, totals[number], {}, system.model->scope()};
  };
  const auto estimate_of = [&](const ComparedArm& system, std::size_t number) {
    const Centre& centre = system.model->scenario().centre;
    const reports::KpiScope scope = system.model->scope();
    return estimate_at(reports::estimates(centre, system.model->grid(), totals[number], {}, scope),
                       reports::place_of(centre, kpi, scope).by, kpi.kpi->name);
  };
  const reports::ComparedKpi compared{plan.kpi,
                                      plan.indifference > 0 ? std::optional{plan.indifference} : std::nullopt};
  const auto differences = reports::differences(selected.model->grid(), replications_of(reference, 0),
                                                replications_of(selected, 1), {&compared, 1}, {});
  return reports::FreshLook{seed, plan.fresh_replications, estimate_of(selected, 1), estimate_of(reference, 0),
                            differences.front()};
}

/// The means of the selection, each system's distance from the selected one, and what became of it.
std::vector<reports::RankedSystem> ranked_systems(const Observations& observations, const Selection& selection,
                                                  const std::vector<std::size_t>& order, const RankReportPlan& plan,
                                                  const reports::Dimensions& by) {
  std::vector<reports::RankedSystem> ranked;
  const std::string& best = observations.system(selection.selected).label.name;
  for (const std::size_t system : order) {
    const ComparedArm& arm = observations.system(system);
    const auto interval = statistics::mean_interval(observations.in_unit(system, selection.used[system]));
    const std::uint64_t shared = std::min(selection.used[system], selection.used[selection.selected]);
    const auto to_selected = statistics::paired_mean_difference(observations.in_unit(selection.selected, shared),
                                                                observations.in_unit(system, shared));
    const auto eliminator = selection.eliminated_by[system];
    ranked.push_back(
        {arm.label, selection.standings[system], interval.estimate, interval.half_width, interval.n,
         eliminator ? observations.system(*eliminator).label.name : std::string{},
         difference_of(observations.kpi_of(system), by, best, arm.label.name, to_selected, plan.indifference)});
  }
  return ranked;
}

}  // namespace

std::uint64_t fresh_seed(std::uint64_t seed) { return random::mixing::finalise(seed ^ random::mixing::root_three); }

std::optional<reports::RankResult> rank_report(const scenarios::Scenario& base, std::uint64_t seed,
                                               const Observations& observations, const Selection& selection,
                                               const RankReportPlan& plan, const Effort& effort) {
  const ComparedArm& selected = observations.system(selection.selected);
  const Centre& centre = selected.model->scenario().centre;
  const reports::NamedKpi& kpi = observations.kpi_of(selection.selected);
  const auto definitions = reports::kpi_definitions(base.centre, selected.model->scope());
  const auto order = order_of(selection, observations);
  reports::RankResult result;
  result.identity =
      identity_of(base, seed, std::accumulate(selection.used.begin(), selection.used.end(), std::uint64_t{0}));
  result.kpi = *std::find_if(definitions.begin(), definitions.end(),
                             [&](const auto& definition) { return definition.name == kpi.kpi->name; });
  result.kpi.definition = reports::definition_text(*kpi.kpi, centre, kpi.queue());
  result.by = reports::place_of(centre, kpi, selected.model->scope()).by;
  result.indifference = plan.indifference;
  result.probability_of_best = selection.probability_of_best;
  result.assumptions = assumptions_of(base);
  result.systems = ranked_systems(observations, selection, order, plan, result.by);
  const std::size_t reference = plan.reference != selection.selected ? plan.reference : order[1];
  result.fresh = look_again(observations.system(reference), selected, plan, kpi, fresh_seed(seed), effort);
  if (!result.fresh) return std::nullopt;
  return result;
}

}  // namespace twinline::sim
