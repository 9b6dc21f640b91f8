// A scenario made ready to run: its logs read, its intervals laid out, what its calls run on named for reports. Shared
// read-only by all workers.
#pragma once

#include <optional>

#include "reports/kpi/grid.hpp"
#include "reports/kpi/kpi_scope.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/people/replay_log.hpp"

namespace twinline::sim {

/// What its calls run on, named for reports; nothing where it does not say.
std::optional<reports::InfrastructureLayout> layout_of(const scenarios::Scenario& scenario);

/// Which KPIs the scenario has; `layout` is its layout_of() and must outlive the scope.
reports::KpiScope scope_of(const scenarios::Scenario& scenario,
                           const std::optional<reports::InfrastructureLayout>& layout);

class Model {
 public:
  /// Throws twin::BadInput where a call table that the scenario replays cannot be read.
  explicit Model(scenarios::Scenario scenario);
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  const scenarios::Scenario& scenario() const { return scenario_; }
  const ReplayLog& log() const { return log_; }
  const reports::IntervalGrid& grid() const { return grid_; }
  /// Nothing where the scenario has no infrastructure.
  const reports::InfrastructureLayout* layout() const { return layout_ ? &*layout_ : nullptr; }
  reports::KpiScope scope() const { return scope_of(scenario_, layout_); }

 private:
  scenarios::Scenario scenario_;
  ReplayLog log_;
  reports::IntervalGrid grid_;
  std::optional<reports::InfrastructureLayout> layout_;
};

}  // namespace twinline::sim
