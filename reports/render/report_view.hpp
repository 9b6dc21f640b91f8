// One way to look at a run and at a comparison, so that the page's sections are written once: a run is one
// arm without a name and without differences. Refers to the result; whoever makes a view keeps the result
// alive.
#pragma once

#include <string>
#include <vector>

#include "reports/kpi/results.hpp"
#include "reports/render/lookup.hpp"

namespace twinline::reports {

struct ReportView {
  const RunIdentity& identity;
  const std::vector<KpiDefinition>& kpis;
  const std::vector<ServiceLevelGoal>& goals;
  std::vector<ArmEstimates> arms;
  const ComparisonResult* comparison;  ///< nullptr for a run
  /// What each arm's calls ran on; nullptr where nothing is said of it.
  std::vector<const InfrastructureLayout*> layouts{};

  const ArmEstimates* arm(const std::string& name) const {
    for (const ArmEstimates& candidate : arms) {
      if (candidate.name() == name) return &candidate;
    }
    return nullptr;
  }
};

inline ReportView view_of(const RunResult& result) {
  return {result.identity, result.kpis, result.service_level_goals,
          arms_of(result), nullptr,     {result.infrastructure ? &*result.infrastructure : nullptr}};
}

inline ReportView view_of(const ComparisonResult& result) {
  std::vector<const InfrastructureLayout*> layouts;
  for (const auto& layout : result.infrastructures) layouts.push_back(layout ? &*layout : nullptr);
  layouts.resize(result.arms.size(), nullptr);
  return {result.identity, result.kpis, result.service_level_goals, arms_of(result), &result, std::move(layouts)};
}

}  // namespace twinline::reports
