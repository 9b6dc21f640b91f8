#include "reports/render/lookup.hpp"

#include <algorithm>
#include <set>

namespace twinline::reports {

ArmEstimates::ArmEstimates(std::string name, const std::vector<Estimate>& estimates)
    : name_(std::move(name)), estimates_(&estimates) {
  for (const Estimate& estimate : estimates) index_.try_emplace({estimate.by, estimate.kpi}, &estimate);
}

const Estimate* ArmEstimates::find(const std::string& kpi, const Dimensions& by) const {
  const auto found = index_.find({by, kpi});
  return found == index_.end() ? nullptr : found->second;
}

std::vector<ArmEstimates> arms_of(const RunResult& result) {
  std::vector<ArmEstimates> arms;
  arms.emplace_back("", result.estimates);
  return arms;
}

std::vector<ArmEstimates> arms_of(const ComparisonResult& result) {
  std::vector<ArmEstimates> arms;
  for (std::size_t i = 0; i < result.arms.size() && i < result.estimates.size(); ++i) {
    arms.emplace_back(result.arms[i].name, result.estimates[i]);
  }
  return arms;
}

const KpiDefinition* find_definition(const std::vector<KpiDefinition>& kpis, std::string_view name) {
  const auto found = std::find_if(kpis.begin(), kpis.end(), [&](const auto& kpi) { return kpi.name == name; });
  return found == kpis.end() ? nullptr : &*found;
}

Unit unit_of(const std::vector<KpiDefinition>& kpis, std::string_view name) {
  const KpiDefinition* definition = find_definition(kpis, name);
  return definition ? definition->unit : Unit::count;
}

std::string title_of(const std::vector<KpiDefinition>& kpis, std::string_view name) {
  const KpiDefinition* definition = find_definition(kpis, name);
  return definition ? definition->title : std::string{name};
}

bool has_dimensions(const Dimensions& by, const std::vector<std::string>& names) {
  return by.size() == names.size() &&
         std::all_of(names.begin(), names.end(), [&](const auto& name) { return by.count(name) == 1; });
}

std::vector<std::string> kpis_by(const std::vector<ArmEstimates>& arms, const std::vector<KpiDefinition>& kpis,
                                 const std::vector<std::string>& dimensions) {
  std::set<std::string> present;
  for (const ArmEstimates& arm : arms) {
    for (const Estimate& estimate : arm.all()) {
      if (has_dimensions(estimate.by, dimensions)) present.insert(estimate.kpi);
    }
  }
  std::vector<std::string> names;
  for (const KpiDefinition& kpi : kpis) {
    if (present.erase(kpi.name) == 1) names.push_back(kpi.name);
  }
  names.insert(names.end(), present.begin(), present.end());
  return names;
}

std::vector<std::string> values_of(const std::vector<ArmEstimates>& arms, const std::string& dimension) {
  std::vector<std::string> values;
  std::set<std::string> seen;
  for (const ArmEstimates& arm : arms) {
    for (const Estimate& estimate : arm.all()) {
      if (!has_dimensions(estimate.by, {dimension})) continue;
      const std::string& value = estimate.by.at(dimension);
      if (seen.insert(value).second) values.push_back(value);
    }
  }
  return values;
}

std::vector<std::pair<std::string, std::string>> pairs_of(const ComparisonResult& result) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const Difference& difference : result.differences) {
    const std::pair pair{difference.a, difference.b};
    if (std::find(pairs.begin(), pairs.end(), pair) == pairs.end()) pairs.push_back(pair);
  }
  return pairs;
}

std::optional<ServiceLevelGoal> common_goal(const std::vector<ServiceLevelGoal>& goals) {
  if (goals.empty()) return {};
  const ServiceLevelGoal& first = goals.front();
  const bool common = std::all_of(goals.begin(), goals.end(), [&](const ServiceLevelGoal& goal) {
    return goal.target == first.target && goal.threshold_seconds == first.threshold_seconds;
  });
  return common ? std::optional{first} : std::nullopt;
}

}  // namespace twinline::reports
