// Finding one's way in a list of results: by KPI, by dimension, by pair of arms. Results are short lists in
// the order in which the lab wrote them; that order is kept, because it is the order of the scenario and of
// the KPI catalogue.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/kpi/results.hpp"

namespace twinline::reports {

/// The estimates of one arm, findable by KPI and dimensions. Refers to the result it was made from.
class ArmEstimates {
 public:
  ArmEstimates(std::string name, const std::vector<Estimate>& estimates);

  const std::string& name() const { return name_; }
  const std::vector<Estimate>& all() const { return *estimates_; }

  /// The estimate of a KPI for exactly these dimensions, or nullptr.
  const Estimate* find(const std::string& kpi, const Dimensions& by) const;

 private:
  std::string name_;
  const std::vector<Estimate>* estimates_;
  std::map<std::pair<Dimensions, std::string>, const Estimate*> index_;
};

/// A run is a single arm without a name.
std::vector<ArmEstimates> arms_of(const RunResult& result);
std::vector<ArmEstimates> arms_of(const ComparisonResult& result);

/// The definition called `name`, or nullptr.
const KpiDefinition* find_definition(const std::vector<KpiDefinition>& kpis, std::string_view name);

/// The unit of the KPI called `name`; counts where it is unknown.
Unit unit_of(const std::vector<KpiDefinition>& kpis, std::string_view name);

/// The title of the KPI called `name`, or the name itself.
std::string title_of(const std::vector<KpiDefinition>& kpis, std::string_view name);

/// Names of the KPIs estimated by exactly this set of dimensions in any arm, in the order of `kpis`.
std::vector<std::string> kpis_by(const std::vector<ArmEstimates>& arms, const std::vector<KpiDefinition>& kpis,
                                 const std::vector<std::string>& dimensions);

/// One dimension with one value, and no dimension at all.
inline Dimensions by(const std::string& dimension, const std::string& value) { return {{dimension, value}}; }
inline const Dimensions total{};

/// The values of `dimension` among estimates by exactly that dimension, each once, in order of appearance.
std::vector<std::string> values_of(const std::vector<ArmEstimates>& arms, const std::string& dimension);

/// The compared pairs (a, b), each once, in order of appearance.
std::vector<std::pair<std::string, std::string>> pairs_of(const ComparisonResult& result);

/// True when the keys of `by` are exactly these names.
bool has_dimensions(const Dimensions& by, const std::vector<std::string>& names);

/// The goal where all queues promise the same within the same time; empty otherwise.
std::optional<ServiceLevelGoal> common_goal(const std::vector<ServiceLevelGoal>& goals);

}  // namespace twinline::reports
