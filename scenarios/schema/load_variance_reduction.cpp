#include <algorithm>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"

namespace twinline::scenarios {
namespace {

bool has_busyness_by_day(const Scenario& scenario) {
  return scenario.busyness_by_day ||
         std::any_of(scenario.callers.begin(), scenario.callers.end(),
                     [](const Callers& callers) { return callers.arrivals.busyness_by_day.has_value(); });
}

void check_strata(const Node& written, Binding& binding) {
  const VarianceReduction& reduction = binding.scenario.variance_reduction;
  if (!has_busyness_by_day(binding.scenario)) {
    binding.problems.error(written.place, "busyness_strata has nothing to spread: the scenario has no busyness by day");
  }
  if (reduction.antithetic && reduction.busyness_strata % 2 != 0) {
    binding.problems.error(written.place, fmt::format("busyness_strata is {}; with antithetic pairs it must be even",
                                                      reduction.busyness_strata));
  }
}

}  // namespace

void load_variance_reduction(Binding& binding) {
  const Node* block = binding.root.find("variance_reduction");
  if (!block) return;
  VarianceReduction& reduction = binding.scenario.variance_reduction;
  reduction.antithetic = yes_or(find(block, {"antithetic"}), false);
  const Node* strata = find(block, {"busyness_strata"});
  reduction.busyness_strata = static_cast<std::uint32_t>(std::clamp<std::uint64_t>(whole_or(strata, 1), 1, 1000));
  if (strata) check_strata(*strata, binding);
  for (const Node* control : scalars_of(find(block, {"control_variates"}))) {
    reduction.arrivals = reduction.arrivals || control->text == "arrivals";
    reduction.offered_load = reduction.offered_load || control->text == "offered_load";
    reduction.erlang_a = reduction.erlang_a || control->text == "erlang_a";
    if (control->text == "erlang_a" && !binding.scenario.busyness_by_day) {
      binding.problems.error(control->place,
                             "erlang_a predicts from the days' busyness, of which all call types must have a share: "
                             "give the scenario busyness by day, or take erlang_a out");
    }
  }
}

}  // namespace twinline::scenarios
