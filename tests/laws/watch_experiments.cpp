#include "tests/laws/watch_experiments.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "reports/kpi/decision_watch.hpp"
#include "reports/kpi/verdict.hpp"
#include "reports/statistics/t_mixture.hpp"
#include "sim/lab/experiment.hpp"
#include "sim/random/stream.hpp"
#include "tests/laws/library.hpp"

namespace twinline::laws {
namespace {

using reports::ReplicationTotals;

const std::string scenario = "laws/two_teams.yaml";
const std::vector<reports::ComparedKpi> kpis{
    {"service_level", {}, true, false}, {"abandonment_rate", {}, true, false}, {"asa", {}, true, false}};

/// Days of both arms, simulated once; comparisons draw from them.
std::vector<std::vector<ReplicationTotals>> simulated_days(const sim::Model& east, const sim::Model& west,
                                                           std::uint32_t days) {
  sim::Effort effort;
  effort.replications = days;
  effort.detail = reports::Detail::counts;
  const std::vector<sim::SeededModel> arms{{&east, 1}, {&west, 1}};
  return sim::replicate(arms, effort);
}

/// What a whole experiment, with its rule for stopping, came to.
struct Outcome {
  bool found_something = false;
  double replications = 0;
};

template <class Draw>
Outcome outcome_of(const sim::Model& model, std::uint32_t budget, Draw draw) {
  const reports::WatchedArm arm{"A", &model.scenario().centre, &model.grid()};
  const std::vector<reports::WatchedArm> arms{arm, {"B", arm.centre, arm.grid}};
  reports::DecisionWatch watch(arms, kpis, {}, budget);
  while (!watch.add(draw())) continue;
  std::vector<reports::Difference> differences;
  for (const reports::ComparedKpi& kpi : kpis) {
    reports::Difference difference;
    difference.b = "B";
    difference.kpi = kpi.name;
    difference.p = 1;
    difference.adjustment = reports::Adjustment{"kpis", kpis.size(), {}, std::nan(""), std::nan("")};
    differences.push_back(std::move(difference));
  }
  watch.keep_least_p(differences);
  reports::judge(differences);
  const bool found = std::any_of(differences.begin(), differences.end(), [](const reports::Difference& difference) {
    return difference.verdict != reports::Verdict::undecided;
  });
  return {found, static_cast<double>(watch.stopped()->replications)};
}

std::vector<LabRow> conduct(std::uint32_t comparisons, std::uint32_t looks, Size size, bool paired) {
  const auto east = library_model(scenario);
  const auto west = library_model_as_arm(scenario, "west_first");
  const std::uint32_t days = size == Size::full ? 20000 : 4000;
  const auto pool = simulated_days(*east, *west, days);
  std::uint32_t found = 0;
  double replications = 0;
  for (std::uint32_t c = 0; c < comparisons; ++c) {
    random::Stream stream(random::Entity(paired ? 111 : 112, c).key());
    const Outcome outcome = outcome_of(*east, looks, [&] {
      const std::uint64_t day = stream.below(days);
      // Which team is called the first is chance as well, so that the days of the pool differ by exactly nothing.
      std::vector<ReplicationTotals> arms{pool[0][day], paired ? pool[1][day] : pool[0][stream.below(days)]};
      if (paired && stream.chance(0.5)) std::swap(arms[0], arms[1]);
      return arms;
    });
    found += outcome.found_something ? 1 : 0;
    replications += outcome.replications;
  }
  return {at_most("any of three KPIs called better or worse", reports::family_alpha, found, comparisons, size),
          {"replications until it stopped, on average", static_cast<double>(looks), "the budget",
           replications / comparisons, 0, "published only", true}};
}

}  // namespace

std::vector<LabRow> independent_teams(std::uint32_t comparisons, std::uint32_t looks, Size size) {
  return conduct(comparisons, looks, size, false);
}

std::vector<LabRow> paired_teams(std::uint32_t comparisons, std::uint32_t looks, Size size) {
  return conduct(comparisons, looks, size, true);
}

}  // namespace twinline::laws
