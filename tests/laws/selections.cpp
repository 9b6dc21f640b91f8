#include "tests/laws/selections.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numeric>
#include <span>

#include "reports/kpi/observation.hpp"
#include "reports/statistics/budget_allocation.hpp"
#include "reports/statistics/kim_nelson.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/schema/load.hpp"
#include "sim/lab/experiment.hpp"
#include "sim/random/standard_draws.hpp"
#include "tests/laws/library.hpp"
#include "tests/project_files.hpp"

namespace twinline::laws {
namespace {

using random::Entity;
using random::Purpose;
using random::StreamSeed;
using statistics::KimNelson;

constexpr std::size_t systems = 20, first_stage = 20;
constexpr double confidence = 0.95;

/// The next observation of a system; larger is better.
using Observe = std::function<double(std::size_t system)>;

struct Outcome {
  std::size_t selected = 0;
  std::uint64_t replications = 0;
};

Outcome select(const KimNelson::Settings& settings, const Observe& observe) {
  std::vector<std::vector<double>> first(systems);
  for (std::size_t stage = 0; stage < first_stage; ++stage) {
    for (std::size_t system = 0; system < systems; ++system) first[system].push_back(observe(system));
  }
  KimNelson selection(first, settings);
  Outcome outcome{0, systems * first_stage};
  while (!selection.decided()) {
    std::vector<double> stage;
    for (const std::size_t system : selection.survivors()) stage.push_back(observe(system));
    outcome.replications += stage.size();
    selection.observe(stage);
  }
  outcome.selected = selection.survivors().front();
  return outcome;
}

/// Normal systems: their means and standard deviations, and how strongly the observations of one stage correlate.
struct NormalSystems {
  std::vector<double> means = std::vector<double>(systems, 0), deviations = std::vector<double>(systems, 1);
  double correlation = 0;

  /// Draws as KN asks: each system's stages one after the other.
  Observe observe(std::uint64_t seed) const {
    auto stages = std::make_shared<std::vector<std::uint64_t>>(systems, 0);
    return [this, seed, stages](std::size_t system) {
      const StreamSeed root(seed, (*stages)[system]++);
      auto shared = root.stream(Purpose::resampling, Entity(0)),
           own = root.stream(Purpose::resampling, Entity(1, system));
      const double draw = std::sqrt(correlation) * random::standard_normal(shared) +
                          std::sqrt(1 - correlation) * random::standard_normal(own);
      return means[system] + deviations[system] * draw;
    };
  }
};

SelectionTally tally_of(std::string quantity, const NormalSystems& normal, const KimNelson::Settings& settings,
                        std::size_t right, std::uint32_t selections) {
  SelectionTally tally{std::move(quantity), settings.confidence, selections, 0, 0, settings.indifference};
  for (std::uint32_t selection = 0; selection < selections; ++selection) {
    const Outcome outcome = select(settings, normal.observe(selection + 1));
    tally.right += outcome.selected == right ? 1 : 0;
    tally.replications += static_cast<double>(outcome.replications) / selections;
  }
  return tally;
}

constexpr double zone = 0.25;
constexpr std::size_t best = 7;

/// One is better than all others by just the zone.
NormalSystems slippage(double correlation) {
  NormalSystems normal;
  normal.means[best] = zone;
  normal.correlation = correlation;
  return normal;
}

SelectionTally spend(std::uint64_t budget, std::uint32_t selections) {
  const NormalSystems normal = slippage(0);
  SelectionTally tally{
      "OCBA with the budget that KN took, independent draws", {}, selections, 0, static_cast<double>(budget), zone};
  for (std::uint32_t selection = 0; selection < selections; ++selection) {
    const Observe observe = normal.observe(selection + 1);
    std::vector<std::vector<double>> observations(systems);
    std::vector<std::uint64_t> counts(systems, first_stage);
    for (std::uint64_t spent = 0; spent < budget;) {
      std::vector<statistics::SystemSample> samples;
      for (std::size_t system = 0; system < systems; ++system) {
        while (observations[system].size() < counts[system]) observations[system].push_back(observe(system));
        samples.push_back(statistics::sample_of(observations[system]));
      }
      spent = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
      if (spent >= budget) tally.right += statistics::best_of(samples) == best ? 1 : 0;
      counts = statistics::budget_allocation(samples, std::min(spent + systems, budget), 0);
    }
  }
  return tally;
}

constexpr const char* routing_scenario = "laws/twenty_routings.yaml";

std::vector<std::unique_ptr<const sim::Model>> routing_models() {
  const auto loaded =
      scenarios::load(tests::project() / "scenarios/library" / routing_scenario, scenarios::policy_menu());
  std::vector<std::unique_ptr<const sim::Model>> models;
  for (const scenarios::ArmDefinition& arm : loaded.arms)
    models.push_back(library_model_as_arm(routing_scenario, arm.name));
  return models;
}

/// The service level of every replication of every variant, in order of index.
std::vector<std::vector<double>> pool_of(std::uint32_t replications) {
  const auto models = routing_models();
  std::vector<sim::SeededModel> seeded;
  for (const auto& model : models) seeded.push_back({model.get(), 1});
  sim::Effort effort;
  effort.replications = replications;
  effort.detail = reports::Detail::counts;
  const auto totals = sim::replicate(seeded, effort);
  std::vector<std::vector<double>> values(models.size());
  for (std::size_t system = 0; system < models.size(); ++system) {
    const Centre& centre = models[system]->scenario().centre;
    const auto kpi = reports::resolve_kpi(centre, "service_level");
    for (const auto& of_replication : totals[system])
      values[system].push_back(reports::observed(*kpi, centre, models[system]->grid(), of_replication));
  }
  return values;
}

std::vector<LabRow> rows_of(const std::vector<SelectionTally>& tallies, Size size) {
  std::vector<LabRow> rows;
  for (const SelectionTally& tally : tallies) {
    rows.push_back(at_most(tally.quantity + ": wrong selections", 1 - tally.promised.value_or(confidence),
                           tally.wrong(), tally.selections, size));
    if (!tally.promised) {
      rows.back().source = "KN's promise; OCBA makes none";
      rows.back().criterion = "for comparison";
      rows.back().passed = true;
    }
    rows.push_back({tally.quantity + ": replications of a selection", systems * first_stage, "the first stage alone",
                    tally.replications, 0, "for scale", tally.replications >= systems * first_stage});
  }
  return rows;
}

}  // namespace

std::vector<SelectionTally> drawn_selections(std::uint32_t selections) {
  const KimNelson::Settings plain{confidence, zone, {}};
  NormalSystems unequal = slippage(0.5);
  for (std::size_t system = 0; system < systems; ++system)
    unequal.deviations[system] = system == best ? 2 : 0.5 + 0.1 * static_cast<double>(system);
  NormalSystems equals;
  equals.correlation = 0.5;
  std::vector<SelectionTally> tallies{
      tally_of("KN, independent draws", slippage(0), plain, best, selections),
      tally_of("KN, correlation 0.5", slippage(0.5), plain, best, selections),
      tally_of("KN, correlation 0.9", slippage(0.9), plain, best, selections),
      tally_of("KN, correlation 0.5, unequal variances", unequal, plain, best, selections),
      tally_of("KN with a standard, all as good as it", equals, {confidence, zone, std::size_t{3}}, 3, selections),
      tally_of("KN with a standard, one better by the zone", slippage(0.5), {confidence, zone, std::size_t{3}}, best,
               selections)};
  tallies.push_back(spend(static_cast<std::uint64_t>(tallies.front().replications), selections));
  return tallies;
}

std::vector<SelectionTally> routing_selections(std::uint32_t selections, std::uint32_t pool) {
  const auto values = pool_of(pool);
  std::vector<double> means;
  for (const auto& of_system : values) means.push_back(statistics::sample_of(of_system).mean);
  std::vector<double> in_order = means;
  std::sort(in_order.begin(), in_order.end(), std::greater<>{});

  const auto tally = [&](std::string quantity, double indifference, double good_enough) {
    SelectionTally counted{std::move(quantity), confidence, selections, 0, 0, indifference};
    for (std::uint32_t selection = 0; selection < selections; ++selection) {
      std::vector<std::uint64_t> stages(values.size(), 0);
      const Outcome outcome = select({confidence, indifference, {}}, [&](std::size_t system) {
        auto draw = StreamSeed(selection + 1, stages[system]++).stream(Purpose::resampling, Entity(2));
        return values[system][draw.below(pool)];
      });
      counted.right += means[outcome.selected] >= good_enough ? 1 : 0;
      counted.replications += static_cast<double>(outcome.replications) / selections;
    }
    return counted;
  };
  const double lead = in_order[0] - in_order[1], point = 0.01;
  return {tally("20 ways of routing, the zone being the lead of the best: the best is selected", lead, in_order[0]),
          tally("20 ways of routing, zone 1 point: none is better by more than the zone", point, in_order[0] - point)};
}

std::vector<LabRow> drawn_selection_rows(std::uint32_t selections, std::uint32_t, Size size) {
  return rows_of(drawn_selections(selections), size);
}

std::vector<LabRow> routing_selection_rows(std::uint32_t selections, std::uint32_t pool, Size size) {
  const auto tallies = routing_selections(selections, pool);
  std::vector<LabRow> rows = rows_of(tallies, size);
  rows.push_back({"20 ways of routing: the lead of the best [points]", 1, "the scenario's least effect",
                  tallies.front().zone * 100, 0, "above 0", tallies.front().zone > 0});
  return rows;
}

}  // namespace twinline::laws
