#include "sim/lab/ranking.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>

#include "reports/statistics/budget_allocation.hpp"
#include "reports/statistics/kim_nelson.hpp"
#include "sim/lab/rank_report.hpp"

namespace twinline::sim {
namespace {

using reports::RankProcedure;
using reports::Standing;

std::uint64_t sum_of(const std::vector<std::uint64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

void require_sense(std::size_t systems, const RankingPlan& plan) {
  if (systems < 2) throw std::invalid_argument("a ranking needs two systems or more");
  if (plan.first_stage < 2)
    throw std::invalid_argument("the first stage needs two replications of each system or more");
  const std::uint64_t least = systems * plan.first_stage;
  if (plan.budget && *plan.budget < least) {
    throw std::invalid_argument(
        fmt::format("a budget of {} is too small: {} systems with {} first replications each need {}", *plan.budget,
                    systems, plan.first_stage, least));
  }
  if (plan.procedure == RankProcedure::budget_allocation && !plan.budget)
    throw std::invalid_argument("OCBA shares out a budget and needs one");
  if (plan.procedure == RankProcedure::budget_allocation && plan.standard)
    throw std::invalid_argument("OCBA knows no standard");
  if (plan.procedure == RankProcedure::kim_nelson && !(plan.indifference > 0))
    throw std::invalid_argument("KN needs to know the smallest difference that matters, above 0");
}

/// KN on observations that are computed a block ahead of it. Nothing when it was stopped.
class KimNelsonRun {
 public:
  KimNelsonRun(Observations& observations, const RankingPlan& plan) : observations_(observations), plan_(plan) {}

  std::optional<Selection> run() {
    const std::size_t systems = observations_.systems();
    available_ = plan_.first_stage;
    if (!observations_.extend_to(std::vector<std::uint64_t>(systems, available_))) return std::nullopt;
    std::vector<std::vector<double>> first;
    for (std::size_t system = 0; system < systems; ++system) {
      const auto observed = observations_.oriented(system).first(plan_.first_stage);
      first.emplace_back(observed.begin(), observed.end());
    }
    statistics::KimNelson selection(first, {plan_.confidence, plan_.indifference, plan_.standard});
    std::uint64_t used = systems * plan_.first_stage;
    while (!selection.decided()) {
      const std::vector<std::size_t>& survivors = selection.survivors();
      if (plan_.budget && used + survivors.size() > *plan_.budget) break;
      if (selection.stage() == available_ && !fetch_block(survivors)) return std::nullopt;
      std::vector<double> stage;
      for (const std::size_t system : survivors) stage.push_back(observations_.oriented(system)[selection.stage()]);
      used += survivors.size();
      selection.observe(stage);
    }
    return told_by(selection);
  }

 private:
  /// Enough to keep many cores busy, little enough to be thrown away when the selection ends within it.
  static constexpr std::uint64_t block = 16;

  bool fetch_block(const std::vector<std::size_t>& survivors) {
    available_ += block;
    std::vector<std::uint64_t> counts(observations_.systems(), 0);
    for (const std::size_t system : survivors) counts[system] = available_;
    return observations_.extend_to(counts);
  }

  Selection told_by(const statistics::KimNelson& selection) const {
    Selection told;
    const std::size_t systems = observations_.systems();
    for (std::size_t system = 0; system < systems; ++system) {
      const auto& elimination = selection.elimination_of(system);
      told.used.push_back(elimination ? elimination->stage : selection.stage());
      told.standings.push_back(elimination ? Standing::eliminated : Standing::remaining);
      told.eliminated_by.push_back(elimination ? std::optional{elimination->by} : std::nullopt);
    }
    const auto mean_of = [&](std::size_t system) {
      return statistics::sample_of(observations_.oriented(system).first(selection.stage())).mean;
    };
    told.selected = selection.survivors().front();
    for (const std::size_t system : selection.survivors()) {
      if (mean_of(system) > mean_of(told.selected)) told.selected = system;
    }
    told.standings[told.selected] = Standing::selected;
    return told;
  }

  Observations& observations_;
  const RankingPlan& plan_;
  std::uint64_t available_ = 0;
};

std::vector<statistics::SystemSample> samples_of(const Observations& observations) {
  std::vector<statistics::SystemSample> samples;
  for (std::size_t system = 0; system < observations.systems(); ++system)
    samples.push_back(statistics::sample_of(observations.oriented(system)));
  return samples;
}

/// OCBA in rounds of a fixed size, so that the allocation is the same whoever computes it.
std::optional<Selection> spend_budget(Observations& observations, const RankingPlan& plan) {
  const std::size_t systems = observations.systems();
  const std::uint64_t round = std::max<std::uint64_t>(systems, 16);
  std::vector<std::uint64_t> counts(systems, plan.first_stage);
  while (true) {
    if (!observations.extend_to(counts)) return std::nullopt;
    const std::uint64_t spent = sum_of(counts);
    if (spent >= *plan.budget) break;
    counts = statistics::budget_allocation(samples_of(observations), std::min(spent + round, *plan.budget),
                                           plan.indifference);
  }
  const auto samples = samples_of(observations);
  Selection told;
  told.selected = statistics::best_of(samples);
  told.used = counts;
  told.standings.assign(systems, Standing::behind);
  told.standings[told.selected] = Standing::selected;
  told.eliminated_by.resize(systems);
  told.probability_of_best = statistics::probability_of_best(samples);
  return told;
}

}  // namespace

std::optional<reports::RankResult> rank(const scenarios::Scenario& base, std::span<const ComparedArm> systems,
                                        std::uint64_t seed, const RankingPlan& plan, const Effort& effort) {
  require_sense(systems.size(), plan);
  Observations observations(plan.kpi, seed, effort);
  for (const ComparedArm& system : systems) observations.add(system);
  const bool is_kim_nelson = plan.procedure == RankProcedure::kim_nelson;
  const auto selection = is_kim_nelson ? KimNelsonRun(observations, plan).run() : spend_budget(observations, plan);
  if (!selection) return std::nullopt;
  auto result = rank_report(base, seed, observations, *selection,
                            {plan.kpi, plan.indifference, plan.standard.value_or(0), plan.fresh_replications}, effort);
  if (!result) return std::nullopt;
  result->procedure = plan.procedure;
  result->confidence = is_kim_nelson ? plan.confidence : 0;
  result->first_stage = plan.first_stage;
  result->budget = plan.budget;
  if (plan.standard) result->standard = systems[*plan.standard].label.name;
  return result;
}

}  // namespace twinline::sim
